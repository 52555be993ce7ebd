package journal

// WithFreeDisk makes a journal believe that so much of the disk is free; ok false, that nobody knows.
func WithFreeDisk(o Options, free int64, ok bool) Options {
	o.freeDisk = func(string) (int64, bool) { return free, ok }
	return o
}
