// Package live knows who is where now, in memory only, and tells the browsers on /ws/live.
//
// State keeps the newest of each character. Hub carries every event to the browsers' sockets: an event is serialised
// once; each socket has a bounded queue of its own, so that a slow browser slows neither the ingest nor another browser.
package live
