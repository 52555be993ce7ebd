package echoadmin

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"
)

func TestThePathIsWhatTheStarStandsFor(t *testing.T) {
	tests := []struct{ group, path, want string }{
		{"/admin/_api", "/admin/_api/books/7", "/books/7"},
		{"/admin/_api", "/admin/_api/books/a%2Fb%7Ec", "/books/a%2Fb%7Ec"},
		{"/admin/_api", "/admin/_api/books/%5Fexport", "/books/%5Fexport"},
		{"", "/books", "/books"},
		{"/:site/api", "/north%2Feast/api/books/1", "/books/1"},
	}
	for _, test := range tests {
		var got string
		e := echo.New()
		e.Group(test.group).Any("/*", Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.URL.EscapedPath() })))
		e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, test.path, nil))
		if got != test.want {
			t.Errorf("%s in %q is served as %q, want %q", test.path, test.group, got, test.want)
		}
	}
}
