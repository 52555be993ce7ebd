// Package wardrobe makes the solver's items of what the plugin sends: which slots a piece fits, what a tailor can make of
// it, which of its cantrips serve the wearer, and why a wearer may not wear it.
package wardrobe
