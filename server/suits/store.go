package suits

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/suitrun"
	"github.com/mosswart/overlord/internal/fault"
)

// storeTime bounds writing down the end of a run, whoever has stopped meanwhile.
const storeTime = 5 * time.Second

func (s *Service) insert(ctx context.Context, r *run) error {
	request, err := json.Marshal(r.request)
	if err != nil {
		return fmt.Errorf("encode the request: %w", err)
	}
	create := s.db.Ent.SuitRun.Create().SetID(r.id).SetUsername(r.who.Username).SetRequest(request).SetCreatedAt(r.created)
	if r.who.UserID != 0 {
		create.SetUserID(r.who.UserID)
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("write a suit run: %w", err)
	}
	return nil
}

func (s *Service) begun(ctx context.Context, r *run) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTime)
	defer cancel()
	return s.db.Ent.SuitRun.UpdateOneID(r.id).SetState(suitrun.StateRunning).SetStartedAt(*r.started).Exec(ctx)
}

func (s *Service) store(r *run) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), storeTime)
	defer cancel()
	r.mu.Lock()
	state, at, why, answer := r.state, *r.finished, r.failure, r.answer
	r.mu.Unlock()
	update := s.db.Ent.SuitRun.UpdateOneID(r.id).SetState(suitrun.State(state)).SetFinishedAt(at).SetFailure(why)
	if answer != nil {
		result, err := json.Marshal(answer)
		if err != nil {
			return fmt.Errorf("encode the answer: %w", err)
		}
		update.SetResult(result)
	}
	return update.Exec(ctx)
}

// read is a run that is over. Rows of an older program, whose request or answer reads otherwise, are shown as far as they
// can be read.
func (s *Service) read(ctx context.Context, id uuid.UUID) (*Run, error) {
	row, err := s.db.Ent.SuitRun.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, fault.New(fault.NotFound, "There is no such search; they are kept for 90 days.")
	}
	if err != nil {
		return nil, fmt.Errorf("read a suit run: %w", err)
	}
	r := &Run{
		ID: row.ID, State: State(row.State), Username: row.Username, CreatedAt: row.CreatedAt.UTC(), StartedAt: utc(row.StartedAt),
		FinishedAt: utc(row.FinishedAt), Failure: row.Failure,
	}
	_ = json.Unmarshal(row.Request, &r.Request)
	if len(row.Result) > 0 {
		a := &Answer{}
		if json.Unmarshal(row.Result, a) == nil {
			r.Answer = a
		}
	}
	if !r.State.Over() { // the process that had it has ended
		r.State, r.Failure = Failed, orphaned
	}
	return r, nil
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	out := t.UTC()
	return &out
}

const orphaned = "The server was restarted before it was done."

// orphans marks what an earlier process left queued or running.
func (s *Service) orphans(ctx context.Context) error {
	return s.db.Ent.SuitRun.Update().
		Where(suitrun.StateIn(suitrun.StateQueued, suitrun.StateRunning), suitrun.CreatedAtLT(s.since)).
		SetState(suitrun.StateFailed).SetFailure(orphaned).SetFinishedAt(s.now().UTC()).Exec(ctx)
}

// sweep drops rows that are older than 90 days.
func (s *Service) sweep(ctx context.Context) error {
	old := suitrun.CreatedAtLT(s.now().UTC().AddDate(0, 0, -keepDays))
	for {
		ids, err := s.db.Ent.SuitRun.Query().Where(old).Limit(sweepRows).IDs(ctx)
		if err != nil || len(ids) == 0 {
			return err
		}
		if _, err := s.db.Ent.SuitRun.Delete().Where(suitrun.IDIn(ids...)).Exec(ctx); err != nil {
			return err
		}
	}
}
