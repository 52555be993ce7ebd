package server

import (
	"bytes"
	"net/http"
	"strings"
)

// revalidate gives every answer of JSON to a GET its ETag, and answers 304 with no body to who has it already. It is
// the one place for both: handlers set no ETag, but for those that know theirs without hashing the body anew (files,
// sharedAnswers). The tag is weak, since the layer around this one compresses.
//
// A file to keep (Content-Disposition) goes through as it comes, since it may be large.
//
// An answer that readers may see, and that has no Cache-Control of its own, becomes "private, no-cache": browsers keep
// it and ask each time.
func revalidate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.Header.Get("Upgrade") != "" {
			next.ServeHTTP(w, r)
			return
		}
		v := &revalidator{ResponseWriter: w, r: r}
		next.ServeHTTP(v, r)
		v.finish()
	})
}

// revalidator holds an answer of JSON back until it is whole. After a panic it is not finished, and nothing was sent.
type revalidator struct {
	http.ResponseWriter
	r     *http.Request
	began bool
	held  bool // the body goes to body
	void  bool // the answer is a 304: the body goes nowhere
	body  bytes.Buffer
}

// WriteHeader decides what becomes of the answer.
func (v *revalidator) WriteHeader(code int) {
	if v.began {
		return
	}
	v.began = code >= http.StatusOK
	h := v.Header()
	if code != http.StatusOK || h.Get("Content-Type") != "application/json" || h.Get("Content-Disposition") != "" {
		v.ResponseWriter.WriteHeader(code)
		return
	}
	if route := exchangeFrom(v.r.Context()).route; route != nil && route.Access == Reader && h.Get("Cache-Control") == cacheNothing {
		h.Set("Cache-Control", cachePrivate)
	}
	if tag := h.Get("Etag"); tag == "" {
		v.held = true
	} else {
		v.answer(tag)
	}
}

// answer sends the status: 304 where the client names the tag.
func (v *revalidator) answer(tag string) {
	code := http.StatusOK
	if given := v.r.Header.Values("If-None-Match"); len(given) > 0 && matches(strings.Join(given, ","), tag) {
		code, v.void = http.StatusNotModified, true
		v.Header().Del("Content-Type")
		v.Header().Del("Content-Length")
	}
	v.ResponseWriter.WriteHeader(code)
}

// Write holds the body, passes it on or drops it.
func (v *revalidator) Write(b []byte) (int, error) {
	if !v.began {
		v.WriteHeader(http.StatusOK)
	}
	switch {
	case v.held:
		return v.body.Write(b)
	case v.void:
		return len(b), nil
	default:
		return v.ResponseWriter.Write(b)
	}
}

// Flush passes on, unless there is nothing to send yet.
func (v *revalidator) Flush() {
	if !v.held {
		_ = http.NewResponseController(v.ResponseWriter).Flush()
	}
}

// Unwrap is for http.ResponseController.
func (v *revalidator) Unwrap() http.ResponseWriter { return v.ResponseWriter }

func (v *revalidator) finish() {
	if !v.held {
		return
	}
	tag := weakETag(v.body.Bytes())
	v.Header().Set("Etag", tag)
	v.answer(tag)
	if !v.void {
		_, _ = v.ResponseWriter.Write(v.body.Bytes()) // an error of the connection is the client's
	}
}

// matches says whether an If-None-Match header names the tag; weak tags compare as strong ones do.
func matches(header, tag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
