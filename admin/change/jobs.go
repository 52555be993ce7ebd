package change

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
)

// Limits of Jobs.
const (
	MaxJobs = 100       // running and finished
	keepJob = time.Hour // after its end
)

// The states of a job.
const (
	Running = "running"
	Done    = "done"
	Failed  = "failed"
)

// Job is something that goes on after its request was answered.
type Job struct {
	ID      string           `json:"id"`
	Kind    string           `json:"kind"`
	State   string           `json:"state"`
	Done    int              `json:"done"`
	Total   int              `json:"total"`
	Result  any              `json:"result,omitempty"`
	Problem *problem.Problem `json:"problem,omitempty"`
}

// Jobs are kept in memory: those that run, and for an hour those that have ended. It is safe for concurrent use.
type Jobs struct {
	now  func() time.Time
	stop context.CancelFunc
	ctx  context.Context //nolint:containedctx // the jobs' own, which outlives requests
	wg   sync.WaitGroup

	mu   sync.Mutex
	jobs []*job // oldest first
}

type job struct {
	Job
	by     string
	cancel context.CancelFunc
	ended  time.Time
}

// NewJobs has no jobs yet. now is the clock; nil: time.Now.
func NewJobs(now func() time.Time) *Jobs {
	if now == nil {
		now = time.Now
	}
	ctx, stop := context.WithCancel(context.Background())
	return &Jobs{now: now, ctx: ctx, stop: stop}
}

// Start runs a job for by. The context that run gets carries by, and ends when the job is cancelled or j closed. What run
// returns is the job's result. The problem is 503 when MaxJobs are running.
func (j *Jobs) Start(by access.Principal, kind string, total int, run func(ctx context.Context, p Progress) (any, error)) (Job, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.forget()
	if len(j.jobs) >= MaxJobs {
		at := slices.IndexFunc(j.jobs, func(job *job) bool { return job.State != Running })
		if at < 0 {
			return Job{}, problem.New(http.StatusServiceUnavailable, "busy", "Too much is going on already; try again later.")
		}
		j.jobs = slices.Delete(j.jobs, at, at+1)
	}
	if j.ctx.Err() != nil {
		return Job{}, problem.New(http.StatusServiceUnavailable, "closing", "The server is about to stop.")
	}
	ctx, cancel := context.WithCancel(access.NewContext(j.ctx, by))
	started := &job{Job: Job{ID: rand.Text(), Kind: kind, State: Running, Total: total}, by: by.ID, cancel: cancel}
	j.jobs = append(j.jobs, started)
	j.wg.Go(func() {
		defer cancel()
		result, err := safely(func() (any, error) {
			return run(ctx, func(done, total int) { j.progress(started, done, total) })
		})
		j.end(started, result, err)
	})
	return started.Job, nil
}

// safely runs fn, whose panic is its error: a job that fails must not end the program.
func safely(fn func() (any, error)) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return fn()
}

func (j *Jobs) progress(of *job, done, total int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	of.Done, of.Total = done, total
}

func (j *Jobs) end(of *job, result any, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	of.ended = j.now()
	switch {
	case err == nil:
		of.State, of.Result = Done, result
		of.Done = max(of.Done, of.Total)
	case context.Cause(j.ctx) != nil || isCancelled(err):
		of.State, of.Problem = Failed, problem.New(http.StatusConflict, "cancelled", "It was cancelled; nothing was changed.")
	default:
		of.State, of.Problem = Failed, problem.Of(err)
	}
}

// forget drops what ended too long ago.
func (j *Jobs) forget() {
	limit := j.now().Add(-keepJob)
	j.jobs = slices.DeleteFunc(j.jobs, func(job *job) bool { return job.State != Running && job.ended.Before(limit) })
}

// find is one of by's jobs; superusers have all.
func (j *Jobs) find(by access.Principal, id string) (*job, error) {
	j.forget()
	for _, job := range j.jobs {
		if job.ID == id && (job.by == by.ID || by.Superuser) {
			return job, nil
		}
	}
	return nil, problem.NotFound("such job")
}

// Get is one of by's jobs as it stands.
func (j *Jobs) Get(by access.Principal, id string) (Job, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	job, err := j.find(by, id)
	if err != nil {
		return Job{}, err
	}
	return job.Job, nil
}

// Cancel asks one of by's jobs to end. It ends as failed, and has changed nothing, unless it was done already.
func (j *Jobs) Cancel(by access.Principal, id string) (Job, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	job, err := j.find(by, id)
	if err != nil {
		return Job{}, err
	}
	job.cancel()
	return job.Job, nil
}

// Close cancels all jobs and waits for their end. None starts afterwards.
func (j *Jobs) Close() {
	j.mu.Lock()
	j.stop()
	j.mu.Unlock()
	j.wg.Wait()
}
