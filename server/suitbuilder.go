package server

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/server/auth"
	"github.com/mosswart/overlord/server/suits"
)

// SuitSearch is the answer to a suit search that was put in the queue.
type SuitSearch struct {
	ID    uuid.UUID   `json:"id"`
	State suits.State `json:"state" enum:"queued,running"`
	Ahead int         `json:"ahead" doc:"searches that come first"`
}

type suitSearchInput struct {
	Accept string `header:"Accept" hidden:"true"`
	Body   suits.Request
}

type suitRunInput struct {
	ID          string `path:"id" format:"uuid"`
	Accept      string `header:"Accept" hidden:"true"`
	LastEventID string `header:"Last-Event-ID" maxLength:"32" doc:"of a stream: go on after this event"`
}

// suitOutput is JSON, or a stream of events.
type suitOutput struct {
	Body func(huma.Context)
}

// registerSuitBuilder is /suitbuilder/…
func (s *Server) registerSuitBuilder() {
	const tag = "suit builder"
	operate(s, Reader, huma.Operation{
		OperationID: "suit-search", Method: http.MethodPost, Path: "/suitbuilder/search", Tags: []string{tag}, Summary: "Search for the best suit",
		Description:   "Puts the search in the queue. With Accept: text/event-stream the answer is the stream of the run's events.",
		DefaultStatus: http.StatusAccepted, Responses: s.suitResponses(http.StatusAccepted, reflect.TypeFor[SuitSearch]()),
	}, s.suitSearch, streamRoute)
	operate(s, Reader, huma.Operation{
		OperationID: "suit-run", Method: http.MethodGet, Path: "/suitbuilder/search/{id}", Tags: []string{tag}, Summary: "A suit search and its answer",
		Description: "With Accept: text/event-stream a stream of events: phase, suit, bound, progress, done, error.",
		Responses:   s.suitResponses(http.StatusOK, reflect.TypeFor[suits.Run]()),
	}, s.suitRun, streamRoute)
	operate(s, Reader, huma.Operation{
		OperationID: "cancel-suit-run", Method: http.MethodDelete, Path: "/suitbuilder/search/{id}", Tags: []string{tag}, Summary: "End a suit search; it keeps its best",
		DefaultStatus: http.StatusNoContent,
	}, s.cancelSuitRun)
	operate(s, Reader, huma.Operation{
		OperationID: "suit-characters", Method: http.MethodGet, Path: "/suitbuilder/characters", Tags: []string{tag}, Summary: "Who has pieces, and who may wear them",
	}, s.suitCharacters)
	operate(s, Reader, huma.Operation{
		OperationID: "suit-sets", Method: http.MethodGet, Path: "/suitbuilder/sets", Tags: []string{tag}, Summary: "Sets, and how many pieces there are of each",
	}, s.suitSets)
	operate(s, Reader, huma.Operation{
		OperationID: "suit-cantrips", Method: http.MethodGet, Path: "/suitbuilder/cantrips", Tags: []string{tag}, Summary: "Cantrips that can be wished for, and how many pieces have them",
	}, s.suitCantrips)
	operate(s, Reader, huma.Operation{
		OperationID: "suit-candidates", Method: http.MethodGet, Path: "/suitbuilder/candidates", Tags: []string{tag}, Summary: "The pieces that fit a slot",
		Description: "Without a slot only their numbers, by slot.",
	}, s.suitCandidates)
}

// suitResponses documents an answer that is JSON or a stream.
func (s *Server) suitResponses(status int, of reflect.Type) map[string]*huma.Response {
	text := &huma.Schema{Type: huma.TypeString}
	return map[string]*huma.Response{strconv.Itoa(status): {Description: http.StatusText(status), Content: map[string]*huma.MediaType{
		"application/json":  {Schema: s.api.OpenAPI().Components.Schemas.Schema(of, true, of.Name())},
		"text/event-stream": {Schema: text},
	}}}
}

// asker is who sent the request.
func asker(ctx context.Context) suits.Asker {
	p := PrincipalFrom(ctx)
	return suits.Asker{UserID: p.UserID, Username: p.Username, Admin: p.Admin || p.Kind == auth.Internal}
}

func (s *Server) suitSearch(ctx context.Context, in *suitSearchInput) (*suitOutput, error) {
	within, cancel := context.WithTimeout(ctx, RequestTimeout)
	defer cancel()
	run, err := s.suits.Submit(within, asker(ctx), in.Body)
	if err != nil {
		return nil, err
	}
	if !wantsEvents(in.Accept) {
		return suitJSON(http.StatusAccepted, SuitSearch{ID: run.ID, State: run.State, Ahead: run.Ahead}), nil
	}
	return s.suitEvents(within, run.ID, 0)
}

func (s *Server) suitRun(ctx context.Context, in *suitRunInput) (*suitOutput, error) {
	id, err := uuid.Parse(in.ID)
	if err != nil {
		return nil, fault.Field("id", "This is no id of ours.")
	}
	within, cancel := context.WithTimeout(ctx, RequestTimeout)
	defer cancel()
	if wantsEvents(in.Accept) {
		after, over := lastEvent(in.LastEventID)
		if over { // it has all: EventSource does not come again
			return &suitOutput{func(c huma.Context) { c.SetStatus(http.StatusNoContent) }}, nil
		}
		return s.suitEvents(within, id, after)
	}
	run, _, err := s.suits.Find(within, id)
	if err != nil {
		return nil, err
	}
	run.Answer = s.whereabouts(run.Answer)
	return suitJSON(http.StatusOK, run), nil
}

func suitJSON(status int, value any) *suitOutput {
	return &suitOutput{func(c huma.Context) {
		c.SetHeader("Content-Type", "application/json")
		c.SetHeader("Cache-Control", cacheNothing)
		c.SetStatus(status)
		enc := json.NewEncoder(c.BodyWriter())
		enc.SetEscapeHTML(false)
		_ = enc.Encode(value) // an error of the connection is the client's
	}}
}

func wantsEvents(accept string) bool { return strings.Contains(accept, eventStream) }

func (s *Server) cancelSuitRun(ctx context.Context, in *suitRunInput) (*struct{}, error) {
	id, err := uuid.Parse(in.ID)
	if err != nil {
		return nil, fault.Field("id", "This is no id of ours.")
	}
	return nil, s.suits.Cancel(ctx, asker(ctx), id)
}

// SuitCharacters is the answer of GET /suitbuilder/characters.
type SuitCharacters struct {
	Characters []suits.Owner `json:"characters"`
}

func (s *Server) suitCharacters(ctx context.Context, _ *struct{}) (*struct{ Body SuitCharacters }, error) {
	owners, err := s.suits.Owners(ctx)
	if err != nil {
		return nil, err
	}
	for k := range owners {
		_, owners[k].Online = s.place(owners[k].Name)
	}
	return &struct{ Body SuitCharacters }{SuitCharacters{owners}}, nil
}

// SuitSets is the answer of GET /suitbuilder/sets.
type SuitSets struct {
	Sets []suits.SetCount `json:"sets"`
}

func (s *Server) suitSets(ctx context.Context, _ *struct{}) (*struct{ Body SuitSets }, error) {
	sets, err := s.suits.Sets(ctx)
	return &struct{ Body SuitSets }{SuitSets{sets}}, err
}

// SuitCantrips is the answer of GET /suitbuilder/cantrips.
type SuitCantrips struct {
	Families []suits.CantripCount `json:"families"`
}

func (s *Server) suitCantrips(ctx context.Context, _ *struct{}) (*struct{ Body SuitCantrips }, error) {
	families, err := s.suits.Cantrips(ctx)
	return &struct{ Body SuitCantrips }{SuitCantrips{families}}, err
}

// SuitCandidates is the answer of GET /suitbuilder/candidates.
type SuitCandidates struct {
	Slot       string            `json:"slot"`
	Total      int               `json:"total" doc:"of the slot"`
	Candidates []suits.Candidate `json:"candidates" doc:"the most armour level first"`
	Counts     map[string]int    `json:"counts" doc:"by slot, where no slot was asked for: how many the wearer may wear"`
	Pieces     suits.Pieces      `json:"pieces" doc:"likewise, over all"`
}

type suitCandidatesInput struct {
	Slot       string `query:"slot" maxLength:"32"`
	Wearer     string `query:"wearer" maxLength:"64"`
	Level      int    `query:"level" minimum:"0" maximum:"1000"`
	ArcaneLore int    `query:"arcane_lore" minimum:"0" maximum:"10000"`
	Q          string `query:"q" maxLength:"200" doc:"words of name, owner, set or cantrips"`
	Limit      int    `query:"limit" minimum:"1" maximum:"1000" default:"200"`
}

func (s *Server) suitCandidates(ctx context.Context, in *suitCandidatesInput) (*struct{ Body SuitCandidates }, error) {
	query := suits.CandidateQuery{Slot: in.Slot, Wearer: in.Wearer, Level: in.Level, ArcaneLore: in.ArcaneLore, Text: in.Q, Limit: in.Limit}
	out := SuitCandidates{Slot: in.Slot, Candidates: []suits.Candidate{}, Counts: map[string]int{}}
	var err error
	if in.Slot == "" {
		out.Pieces, out.Counts, err = s.suits.Counts(ctx, query)
	} else {
		out.Candidates, out.Total, err = s.suits.Candidates(ctx, query)
	}
	return &struct{ Body SuitCandidates }{out}, err
}

// place is where a character is now, "" while unknown, and whether he is online.
func (s *Server) place(character string) (place string, online bool) {
	p, ok := s.options.Hub.State().Player(character)
	if !ok {
		return "", false
	}
	online = s.now().Sub(p.LastSeen) <= onlineWithin
	switch {
	case p.Indoors && p.Landcell != nil:
		place = "indoors, landblock " + gamedata.FormatLandblock(gamedata.LandblockOf(uint32(*p.Landcell))) //nolint:gosec // a cell id has 32 bits
		if p.OutdoorEW != nil && p.OutdoorNS != nil {
			place += ", in by " + gamedata.NearestPlace(gamedata.Coordinates{EW: *p.OutdoorEW, NS: *p.OutdoorNS}).String()
		}
	case p.EW != nil && p.NS != nil:
		at := gamedata.Coordinates{EW: *p.EW, NS: *p.NS}
		place = gamedata.NearestPlace(at).String() + ", " + at.String()
	}
	return place, online
}

// whereabouts is an answer with the places where its owners are now.
func (s *Server) whereabouts(a *suits.Answer) *suits.Answer {
	if a == nil {
		return nil
	}
	out := *a
	out.Fetch = append([]suits.Fetch{}, a.Fetch...)
	for k := range out.Fetch {
		out.Fetch[k].Place, out.Fetch[k].Online = s.place(out.Fetch[k].Owner)
	}
	return &out
}
