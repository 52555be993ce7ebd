// Package ui holds the admin's pages as they are built from the sources in this folder, and serves them. The build in
// dist is committed, so that who imports the module needs no Node.
package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed all:dist
var dist embed.FS

// contentSecurityPolicy lets the pages run what they brought along and nothing else. A theme may come from this site.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
	"font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// Options say where things are.
type Options struct {
	API   string // path of the API: "/admin/api"; the default is Base + "/_api"
	Base  string // path under which the handler is mounted, "/" at the root: "/admin"
	Theme string // path of a style sheet of this site that sets the pages' --adm-* variables; "" for none
}

// Handler serves the pages. Each path that is no file of theirs is a page's address and gets the same document, which
// finds out by itself; paths below assets/ that do not exist are 404. The handler expects paths with Base still on
// them, and is safe for concurrent use.
func Handler(o Options) http.Handler {
	base := "/" + strings.Trim(o.Base, "/")
	prefix := strings.TrimSuffix(base, "/") + "/"
	if o.API == "" {
		o.API = prefix + "_api"
	}
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // dist is in the binary
	}
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		panic(err)
	}
	return &pages{
		prefix: prefix,
		files:  files,
		index:  newFile("index.html", document(string(index), prefix, o)),
	}
}

// document is index.html for where the pages are mounted.
func document(index, prefix string, o Options) []byte {
	meta := `<meta name="admin-api" content="` + html.EscapeString(o.API) + `" />
    <meta name="admin-base" content="` + html.EscapeString(strings.TrimSuffix(prefix, "/")) + `" />`
	before, rest, _ := strings.Cut(index, `<meta name="admin-api"`)
	_, rest, _ = strings.Cut(rest, `<meta name="admin-base"`)
	_, rest, _ = strings.Cut(rest, "/>")
	page := strings.ReplaceAll(before+meta+rest, `="./`, `="`+html.EscapeString(prefix))
	if o.Theme != "" {
		link := `<link rel="stylesheet" href="` + html.EscapeString(o.Theme) + `" />`
		page = strings.Replace(page, "</head>", "  "+link+"\n  </head>", 1)
	}
	return []byte(page)
}

type pages struct {
	prefix string
	files  fs.FS
	index  *file
	assets sync.Map // name → *file
}

// file is one file with its compressed form, which is made when it is first asked for.
type file struct {
	content     []byte
	contentType string
	etag        string
	compressed  func() []byte // nil where it would not be smaller
}

func newFile(name string, content []byte) *file {
	sum := sha256.Sum256(content)
	f := &file{
		content:     content,
		contentType: mime.TypeByExtension(path.Ext(name)),
		etag:        `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`,
	}
	f.compressed = sync.OnceValue(func() []byte {
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			return nil
		}
		if _, err := w.Write(content); err != nil || w.Close() != nil || b.Len() >= len(content) {
			return nil
		}
		return b.Bytes()
	})
	return f
}

// ServeHTTP implements http.Handler.
func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	name, inside := strings.CutPrefix(r.URL.Path, p.prefix)
	if !inside && r.URL.Path+"/" != p.prefix {
		http.NotFound(w, r)
		return
	}
	if f := p.asset(name); f != nil {
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable") // the name has a hash of the content
		} else {
			w.Header().Set("Cache-Control", "no-cache")
		}
		f.serve(w, r)
		return
	}
	if strings.HasPrefix(name, "assets/") {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	if h.Get("Content-Security-Policy") == "" { // a host may have set one of its own
		h.Set("Content-Security-Policy", contentSecurityPolicy)
	}
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	p.index.serve(w, r)
}

// asset is the file of that name, nil where it is none or the document itself.
func (p *pages) asset(name string) *file {
	if f, ok := p.assets.Load(name); ok {
		return f.(*file)
	}
	if name == "index.html" || !fs.ValidPath(name) {
		return nil
	}
	content, err := fs.ReadFile(p.files, name)
	if err != nil {
		return nil
	}
	f, _ := p.assets.LoadOrStore(name, newFile(name, content))
	return f.(*file)
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("ETag", f.etag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("X-Content-Type-Options", "nosniff")
	if r.Header.Get("If-None-Match") == f.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	content := f.content
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if small := f.compressed(); small != nil {
			h.Set("Content-Encoding", "gzip")
			content = small
		}
	}
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(content) // #nosec G705 -- our own files; the client is gone when this fails
}
