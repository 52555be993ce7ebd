// Package static holds the files that the site serves as they are: the front end's build in app/ (made by
// `make frontend`, not committed), the style of the server-rendered pages in pages/, map data in map/, robots.txt and
// the icon. It compiles without the build; the server then says how to make it.
package static

import "embed"

// Files is the whole folder, this file included; the server serves only what it names.
//
//go:embed all:*
var Files embed.FS
