// Package ingest is the plugins' side of the house: the gateway behind /ws/position.
//
// # When the journal does not keep up
//
// A socket's frames are handled by the goroutine that reads them, one after the other, so that their order stays. The
// live state gets each event first and never waits. The journal only queues an event, and may block while its queue is
// full: when the disk is. Waiting without end would stop the reading, and with it the pongs, until every plugin was cut
// off and the live map stood still. So the gateway waits at most 10 s for one event. When a wait runs out, the event is
// dropped and counted by reason, and the journal counts as stalled until it takes an event again: meanwhile telemetry
// and spawns are only offered, and the rest wait 1 s each.
package ingest
