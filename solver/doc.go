// Package solver finds the best suit of equipment and proves that there is no better one.
//
// It is pure: plain structs go in and come out, there is no I/O and no clock; a caller that wants a time limit gives a
// context with a deadline, and takes the time in its own callback. What the pieces, slots and cantrips of the game are
// is for the caller to say (solver/wardrobe does it for what the plugin sends).
//
// How it works. The pieces that another piece replaces whatever else is worn are set aside (dominance.go). A greedy
// choice improved by swaps gives the first suit (climb.go). A Lagrangian relaxation, in which every slot picks its own
// best piece at the current prices of wishes and rules, bounds every suit from above and removes the pieces that cannot
// be part of a better suit (relax.go). Branch and bound settles the rest, in parallel, with one shared best suit
// (branch.go). With lexicographic objectives the number of wishes is settled first, then everything else among the suits
// that meet as many (solve.go). All arithmetic that a proof rests on is in whole numbers.
package solver
