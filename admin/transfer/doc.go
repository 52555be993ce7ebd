// Package transfer takes rows out of an admin as CSV, JSON or NDJSON files, and into it.
//
// An [Export] streams all rows that match, in pages of a few MiB, so its memory does not grow with the table. Pages
// are read one after the other and not in one transaction: a row that is changed meanwhile appears as it is when its
// page is read.
//
// An [Importer] first checks a whole file, and lists every mistake in it, and only then writes it: all of it in one
// transaction, or nothing. It reads the file in chunks of at most [chunkRows] rows or [chunkBytes] bytes. Beside
// those it keeps 16 bytes a row and unique key to find rows that are in the file twice, the first [MaxErrors]
// mistakes, and at most [maxKnown] ids of rows that edges lead to; a file of 200,000 rows takes about 30 MiB.
//
// # CSV
//
// Files are UTF-8, with or without a byte order mark. Cells are separated by commas, semicolons or tabs, which import
// finds out by itself, and quoted after RFC 4180, so they can hold line feeds. A cell with nothing in it is null, a
// quoted empty one ("") is empty text. Blank lines are skipped.
//
// A cell that a spreadsheet would take for a formula gets an apostrophe before it, which import takes away: one that
// begins with = + - @, a tab or a carriage return and is no number, or with apostrophes and then one of these.
package transfer

// Limits of an import, and of what is kept in memory.
const (
	MaxRows   = 200_000 // rows of a file
	MaxBytes  = 64 << 20
	MaxCell   = 1 << 20 // bytes of a cell
	MaxErrors = 10_000  // mistakes that are listed; all are counted

	maxRow     = 4 << 20 // bytes of a row
	maxColumns = 1_000
	chunkRows  = 500
	chunkBytes = 4 << 20
	maxKnown   = 20_000

	firstPage = 100 // rows; later pages have as many as come to pageBytes, at least 10 and at most pageRows
	pageRows  = 1_000
	pageBytes = 4 << 20
	sendBytes = 64 << 10
)
