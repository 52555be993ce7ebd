package change_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/problem"
)

// wait is the job once it has ended.
func wait(t *testing.T, jobs *change.Jobs, by access.Principal, id string) change.Job {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if job, err := jobs.Get(by, id); err != nil || job.State != change.Running {
			if err != nil {
				t.Fatal(err)
			}
			return job
		}
	}
	t.Fatal("the job does not end")
	return change.Job{}
}

func TestJobs(t *testing.T) {
	now := time.Now()
	jobs := change.NewJobs(func() time.Time { return now })
	defer jobs.Close()
	other := access.Principal{ID: "2"}
	halfway, goOn := make(chan struct{}), make(chan struct{})
	job, err := jobs.Start(other, "delete", 10, func(ctx context.Context, p change.Progress) (any, error) {
		if by, ok := access.FromContext(ctx); !ok || by.ID != "2" {
			t.Errorf("by %v", by)
		}
		p(5, 10)
		close(halfway)
		<-goOn
		return "result", nil
	})
	if err != nil {
		t.Fatal(err)
	}
	<-halfway
	if j, err := jobs.Get(other, job.ID); err != nil || j.Done != 5 || j.Total != 10 || j.State != change.Running || j.Kind != "delete" {
		t.Errorf("%+v %v", j, err)
	}
	if _, err := jobs.Get(access.Principal{ID: "3"}, job.ID); problem.Of(err).Status != 404 {
		t.Errorf("somebody else sees it: %v", err)
	}
	close(goOn)
	if j := wait(t, jobs, root, job.ID); j.State != change.Done || j.Result != "result" || j.Done != 10 {
		t.Errorf("%+v", j)
	}
	failed, err := jobs.Start(other, "x", 0, func(context.Context, change.Progress) (any, error) { return nil, problem.NotFound("thing") })
	if err != nil {
		t.Fatal(err)
	}
	if j := wait(t, jobs, other, failed.ID); j.State != change.Failed || j.Problem.Status != 404 {
		t.Errorf("%+v", j)
	}
	stuck, err := jobs.Start(other, "x", 0, func(ctx context.Context, _ change.Progress) (any, error) {
		<-ctx.Done()
		return nil, errors.Join(errors.New("stopped"), ctx.Err())
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.Cancel(other, stuck.ID); err != nil {
		t.Fatal(err)
	}
	if j := wait(t, jobs, other, stuck.ID); j.State != change.Failed || j.Problem.Code != "cancelled" {
		t.Errorf("%+v", j)
	}
	broken, err := jobs.Start(other, "x", 0, func(context.Context, change.Progress) (any, error) { panic("broken") })
	if err != nil {
		t.Fatal(err)
	}
	if j := wait(t, jobs, other, broken.ID); j.State != change.Failed || j.Problem.Status != 500 {
		t.Errorf("%+v", j)
	}
	now = now.Add(61 * time.Minute)
	if _, err := jobs.Get(other, job.ID); problem.Of(err).Status != 404 {
		t.Errorf("it is kept for ever: %v", err)
	}
}

func TestThereAreOnlySoManyJobs(t *testing.T) {
	jobs := change.NewJobs(nil)
	quick, err := jobs.Start(root, "x", 0, func(context.Context, change.Progress) (any, error) { return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	wait(t, jobs, root, quick.ID)
	for range change.MaxJobs {
		_, err := jobs.Start(root, "x", 0, func(ctx context.Context, _ change.Progress) (any, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := jobs.Start(root, "x", 0, nil); problem.Of(err).Status != 503 {
		t.Errorf("one more: %v", err)
	}
	if _, err := jobs.Get(root, quick.ID); problem.Of(err).Status != 404 {
		t.Errorf("the oldest that has ended makes room: %v", err)
	}
	jobs.Close()
	if _, err := jobs.Start(root, "x", 0, nil); problem.Of(err).Status != 503 {
		t.Errorf("after Close: %v", err)
	}
}
