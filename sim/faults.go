package sim

// faults sends frames twice and out of order, on purpose. It has a random source of its own: what happens in the
// world does not depend on it.
type faults struct {
	random          random
	resend, reorder float64
	held            []heldFrame
}

type heldFrame struct {
	frame
	after int // frames to let pass first
	again bool
}

// outgoing is a frame to write now.
type outgoing struct {
	frame
	again bool // it has been written before
	late  bool // it has been held back
}

// farthest is how many frames a held one lets pass.
const farthest = 6

// pass takes the next frame and gives the frames to write now, in this order.
func (f *faults) pass(next frame) []outgoing {
	var out []outgoing
	late := f.random.chance(f.reorder)
	if late {
		f.held = append(f.held, heldFrame{frame: next, after: f.random.whole(1, farthest)})
	} else {
		out = append(out, outgoing{frame: next})
	}
	if f.random.chance(f.resend) {
		f.held = append(f.held, heldFrame{frame: next, after: f.random.whole(0, farthest), again: true})
	}
	kept := f.held[:0]
	for _, h := range f.held {
		if h.after == 0 && !f.ahead(kept, h) {
			out = append(out, outgoing{frame: h.frame, again: h.again, late: !h.again})
			continue
		}
		h.after = max(0, h.after-1)
		kept = append(kept, h)
	}
	f.held = kept
	return out
}

// ahead says whether the first sending of a repeat is still held back.
func (f *faults) ahead(kept []heldFrame, h heldFrame) bool {
	if !h.again {
		return false
	}
	for _, k := range kept {
		if !k.again && k.kind == h.kind && k.at.Equal(h.at) {
			return true
		}
	}
	return false
}

// drain gives all that is held back.
func (f *faults) drain() []outgoing {
	var out []outgoing
	for _, again := range []bool{false, true} {
		for _, h := range f.held {
			if h.again == again {
				out = append(out, outgoing{frame: h.frame, again: again, late: !again})
			}
		}
	}
	f.held = nil
	return out
}
