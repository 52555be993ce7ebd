package stmtcache

import (
	"container/list"
	"database/sql/driver"
)

// entry is one text that was run on a connection.
type entry struct {
	query string
	stmt  driver.Stmt // nil until it has come twice
	busy  bool        // its rows are being read
	gone  bool        // no longer in the cache; closed as soon as it is not busy
	place *list.Element
}

// cache holds the entries of one connection, those that were used last in front.
type cache struct {
	size    int
	entries map[string]*entry
	recent  list.List
}

func newCache(size int) *cache {
	return &cache{size: size, entries: make(map[string]*entry, size)}
}

// entry is that of a text, and whether it was there before.
func (c *cache) entry(query string) (e *entry, again bool) {
	if e = c.entries[query]; e != nil {
		c.recent.MoveToFront(e.place)
		return e, true
	}
	if len(c.entries) == c.size {
		c.remove(c.recent.Back().Value.(*entry))
	}
	e = &entry{query: query}
	e.place = c.recent.PushFront(e)
	c.entries[query] = e
	return e, false
}

func (c *cache) remove(e *entry) {
	if e.gone {
		return
	}
	e.gone = true
	delete(c.entries, e.query)
	c.recent.Remove(e.place)
	e.close()
}

func (c *cache) clear() {
	for _, e := range c.entries {
		c.remove(e)
	}
}

// close closes the statement of an entry that is out of the cache, once nobody reads its rows.
func (e *entry) close() {
	if e.gone && !e.busy && e.stmt != nil {
		_ = e.stmt.Close() // where that fails the connection is broken, and the next statement says so
		e.stmt = nil
	}
}
