// Package suits is the suit builder behind the site: it reads the guild's wearable pieces from the database, turns a
// request into the solver's problem, runs it in its turn, tells whoever listens how it goes, and keeps the answer.
//
// The solver is pure; what is here is everything around it. inventory.go reads the pieces, request.go checks what is
// asked, question.go makes the problem, answer.go and compose.go put the solver's words into the players', relax.go tries
// what would help, fetch.go says who hands what to whom, service.go keeps the queue and execute.go runs one search.
package suits
