package entity

// Codec converts the values of one field between its Go type and the wire. The any that it takes and gives is
// exactly the field's Go type (never a pointer to it, never nil), which is what ent.Mutation.SetField wants. It is
// safe for concurrent use. Errors are fit to show to whoever sent the value: "must be a whole number".
type Codec interface {
	// AppendJSON appends the value as the wire has it, see the kinds of package meta.
	AppendJSON(dst []byte, value any) []byte
	// ParseJSON reads one JSON value that is not null.
	ParseJSON(raw []byte) (any, error)
	// Text is the value as a CSV cell or a label.
	Text(value any) string
	// ParseText reads what Text wrote, and whatever a person would type for it in a filter or a CSV cell.
	ParseText(text string) (any, error)
	// Arg is the value as an argument of a SQL statement, after the field's value scanner where it has one.
	Arg(value any) (any, error)
}
