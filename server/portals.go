package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/portal"
)

// portalsRecent is how lately a portal must have been seen to be listed by default.
const portalsRecent = time.Hour

// DiscoveredPortal is one portal of GET /portals.
type DiscoveredPortal struct {
	PortalName   string    `json:"portal_name"`
	EW           float64   `json:"ew"`
	NS           float64   `json:"ns"`
	Z            *float64  `json:"z"`
	LastSeenAt   time.Time `json:"last_seen_at"`
	DiscoveredBy string    `json:"discovered_by" doc:"the character that saw it first"`
}

// Portals is the answer of GET /portals.
type Portals struct {
	Portals    []DiscoveredPortal `json:"portals"`
	NextCursor string             `json:"next_cursor" doc:"empty on the last page"`
}

type portalsInput struct {
	All    bool   `query:"all" doc:"all that were ever seen, instead of the last hour's"`
	Text   string `query:"text" maxLength:"64" doc:"a part of the name, in any case"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"1000"`
	Cursor string `query:"cursor" maxLength:"64" doc:"next_cursor of the page before"`
}

// registerPortals is GET /portals.
func (s *Server) registerPortals() {
	operate(s, Reader, huma.Operation{
		OperationID: "portals", Method: http.MethodGet, Path: "/portals", Tags: []string{"events"},
		Summary: "Portals seen in the last hour, newest first", Description: "One that is seen again while you turn pages moves to the first.",
	}, s.portals)
}

func (s *Server) portals(ctx context.Context, in *portalsInput) (*struct{ Body Portals }, error) {
	after, err := pageAfter(in.Cursor, portal.FieldLastSeenAt)
	if err != nil {
		return nil, err
	}
	query := s.options.DB.Ent.Portal.Query().Where(after).Limit(in.Limit+1).
		Order(portal.ByLastSeenAt(sql.OrderDesc()), portal.ByID(sql.OrderDesc()))
	if !in.All {
		query.Where(portal.LastSeenAtGTE(s.now().UTC().Add(-portalsRecent)))
	}
	if in.Text != "" {
		query.Where(portal.PortalNameContainsFold(in.Text))
	}
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read portals: %w", err)
	}
	rows, next := pageOf(rows, in.Limit, func(p *ent.Portal) cursor { return cursor{p.LastSeenAt, p.ID} })
	out := Portals{Portals: make([]DiscoveredPortal, 0, len(rows)), NextCursor: next}
	for _, p := range rows {
		out.Portals = append(out.Portals, DiscoveredPortal{
			PortalName: p.PortalName, EW: p.Ew, NS: p.Ns, Z: p.Z, LastSeenAt: p.LastSeenAt.UTC(), DiscoveredBy: p.DiscoveredBy,
		})
	}
	return &struct{ Body Portals }{out}, nil
}
