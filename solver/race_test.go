//go:build race

package solver_test

// slower is about how much longer everything takes at most with the race detector.
const slower = 16
