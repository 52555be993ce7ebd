package writer

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/ingest/event"
)

// sighting is what a batch tells of one character. first and last are of all its events. The state of the row is
// that of its newest telemetry as a whole, unknown values and all: were it pieced together, it would depend on the
// order in which events come.
type sighting struct {
	first, last time.Time
	newest      *event.Telemetry // nil without telemetry
	counted     *event.Telemetry // the earliest that tells total_deaths; nil without
}

func (b *batch) sightings() map[string]*sighting {
	all := map[string]*sighting{}
	for _, e := range b.all {
		head := e.Header()
		s := all[head.Character]
		if s == nil {
			s = &sighting{first: head.Timestamp, last: head.Timestamp}
			all[head.Character] = s
		}
		s.first = earlier(s.first, head.Timestamp)
		s.last = later(s.last, head.Timestamp)
		t, ok := e.(*event.Telemetry)
		if !ok {
			continue
		}
		if s.newest == nil || newer(t, s.newest) {
			s.newest = t
		}
		if known(t.TotalDeaths) && (s.counted == nil || countedBefore(t, s.counted)) {
			s.counted = t
		}
	}
	return all
}

// newer orders telemetry of one character: by time, then by session, so that two sessions in one instant always
// leave the same state.
func newer(a, b *event.Telemetry) bool {
	return cmp.Or(a.Timestamp.Compare(b.Timestamp), cmp.Compare(a.SessionID, b.SessionID)) > 0
}

// countedBefore orders telemetry that tells total_deaths: by time, then by the value.
func countedBefore(a, b *event.Telemetry) bool {
	return cmp.Or(a.Timestamp.Compare(b.Timestamp), cmp.Compare(a.TotalDeaths.V, b.TotalDeaths.V)) < 0
}

// known reports whether a counter of the game's is told; a negative one is as good as none.
func known(i event.Int) bool { return i.Known && i.V >= 0 }

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// knownCharacters reads the rows, by name, of the characters of whose deaths this batch may tell.
func (b *batch) knownCharacters(ctx context.Context) (map[string]*ent.Character, error) {
	names := map[string]bool{}
	for _, t := range b.pulses {
		if known(t.TotalDeaths) {
			names[t.Character] = true
		}
	}
	for _, d := range b.deaths {
		names[d.Character] = true
	}
	if len(names) == 0 {
		return nil, nil
	}
	rows, err := b.tx.Character.Query().
		Where(character.NameIn(slices.Sorted(maps.Keys(names))...)).
		Select(character.FieldName, character.FieldStateAt, character.FieldTotalDeaths,
			character.FieldDeathsBaseline, character.FieldDeathsBaselineAt).
		All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read characters: %w", err)
	}
	byName := make(map[string]*ent.Character, len(rows))
	for _, row := range rows {
		byName[row.Name] = row
	}
	return byName, nil
}

// saveCharacters upserts a row for each character of the batch, in the order of their names, so that two writers
// never wait for each other.
func (b *batch) saveCharacters(ctx context.Context) error {
	all := b.sightings()
	if len(all) == 0 {
		return nil
	}
	for part := range slices.Chunk(slices.Sorted(maps.Keys(all)), rowsAtOnce) {
		rows := make([]*ent.CharacterCreate, 0, len(part))
		for _, name := range part {
			s := all[name]
			row := b.tx.Character.Create().SetName(name).SetFirstSeenAt(s.first).SetLastSeenAt(s.last)
			if s.newest != nil {
				setState(row, s.newest)
			}
			if s.counted != nil {
				row.SetDeathsBaseline(s.counted.TotalDeaths.V).SetDeathsBaselineAt(s.counted.Timestamp)
			}
			rows = append(rows, row)
		}
		err := b.tx.Character.CreateBulk(rows...).OnConflict(onConflict(mergeCharacter, character.FieldName)...).Exec(ctx)
		if err != nil {
			return fmt.Errorf("save %d characters: %w", len(rows), err)
		}
	}
	return nil
}

func setState(row *ent.CharacterCreate, t *event.Telemetry) {
	row.SetStateAt(t.Timestamp).SetSessionID(t.SessionID).SetServer(t.Server).SetTag(t.CharTag).
		SetNillableEw(t.EW.Ptr()).SetNillableNs(t.NS.Ptr()).SetNillableZ(t.Z.Ptr()).
		SetNillableLandcell(t.Landcell.Ptr()).SetNillableHeading(t.Heading.Ptr()).
		SetNillableKills(t.Kills.Ptr()).SetNillableKillsPerHour(t.KillsPerHour.Ptr()).
		SetOnlineTime(cut(t.OnlineTime, 32)).
		SetNillableDeaths(t.Deaths.Ptr()).SetNillableTotalDeaths(t.TotalDeaths.Ptr()).
		SetNillableRaresFound(t.RaresFound.Ptr()).SetNillablePrismaticTaperCount(t.PrismaticTaperCount.Ptr()).
		SetVtState(t.VTState)
}

func mergeCharacter(m merge) {
	m.least(character.FieldFirstSeenAt)
	m.greatest(character.FieldLastSeenAt)

	at, session := character.FieldStateAt, character.FieldSessionID
	m.when(m.offered(at)+" IS NOT NULL AND ("+m.held(at)+" IS NULL OR "+m.offered(at)+" > "+m.held(at)+
		" OR "+m.offered(at)+" = "+m.held(at)+" AND "+m.offered(session)+" >= "+m.held(session)+")",
		at, session, character.FieldServer, character.FieldTag, character.FieldEw, character.FieldNs,
		character.FieldZ, character.FieldLandcell, character.FieldHeading, character.FieldKills,
		character.FieldKillsPerHour, character.FieldOnlineTime, character.FieldDeaths, character.FieldTotalDeaths,
		character.FieldRaresFound, character.FieldPrismaticTaperCount, character.FieldVtState)

	at, count := character.FieldDeathsBaselineAt, character.FieldDeathsBaseline
	m.when(m.offered(at)+" IS NOT NULL AND ("+m.held(at)+" IS NULL OR "+m.offered(at)+" < "+m.held(at)+
		" OR "+m.offered(at)+" = "+m.held(at)+" AND "+m.offered(count)+" < "+m.held(count)+")",
		at, count)
}
