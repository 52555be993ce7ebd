// Package notify watches the guild and says when something is wrong.
//
// Engine hears every event that the live hub hears. Once a second it holds what it knows of each character against
// the rules (ent's AlertRule) and writes what fires into the log (AlertEvent), together with the reason. Two kinds of
// things fire: news (a death, a rare), which happen at a moment, and states (idle, offline, frozen, few tapers, vitae,
// trouble of the service), which begin, hold and end. A state fires once it has held for the rule's grace, and not
// again before it has ended.
//
// Every cause has a key that the log holds once, and states that hold are kept in AlertWatch, so that a restart fires
// nothing twice and forgets nothing. What the database does not take now waits in memory, in order.
//
// Sender empties the outbox (ent's Outbox), which the engine fills in the transaction in which it marks the alerts as
// told: to Discord, in order, until each message has arrived or was refused for good.
package notify
