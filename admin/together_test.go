package admin_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
)

// Many at once read and write the same few rows: nobody meets a failure, and of two who undo the same change one does.
func TestManyAtOnceMeetNoFailure(t *testing.T) {
	eachWorld(t, 20, nil, func(t *testing.T, w *world) {
		var all sync.WaitGroup
		for worker := range 8 {
			all.Go(func() {
				random := rand.New(rand.NewPCG(uint64(worker), 1))
				undo := ""
				for step := range 25 {
					id := 1 + random.IntN(20)
					var a *answer
					switch random.IntN(6) {
					case 0:
						a = w.do("editor", http.MethodPost, "/books", fmt.Sprintf(`{"title":"w","isbn":"%d-%d","tags":["1"]}`, worker, step))
					case 1:
						a = w.do("editor", http.MethodPatch, fmt.Sprintf("/books/%d", id), fmt.Sprintf(`{"pages":%d,"tags":{"add":["2"]}}`, step), "If-Match", "*")
					case 2:
						a = w.do("editor", http.MethodPost, "/books/_bulk", fmt.Sprintf(`{"action":"update","ids":["%d","%d"],"args":{"rating":%d}}`, id, 21-id, step%5))
					case 3:
						a = w.get("drafts", "/books", "count", "capped", "sort", "author.name")
					case 4:
						a = w.get("viewer", fmt.Sprintf("/books/%d/history", id))
					case 5:
						if undo == "" {
							continue
						}
						a = w.do("editor", http.MethodPost, "/_undo/"+undo, "")
					}
					if token := a.header.Get("Undo"); token != "" {
						undo = token
					}
					switch a.status {
					case 200, 201, http.StatusNotFound, http.StatusConflict, http.StatusGone:
					default:
						t.Errorf("%s: %d %s", a.what, a.status, a.body)
					}
				}
			})
		}
		all.Wait()
	})
}
