package change

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
)

// failure is an error of the project's client as a problem.
func (e *Engine) failure(m *model, err error) error {
	var known *problem.Problem
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		isDeadlock(err) || e.isBusy(err) {
		return err
	}
	f := e.source.Classify(err)
	message := f.Message
	if field := m.Field(f.Field); field != nil && field.Sensitive {
		message = "" // a validator's or a database's message may quote the value
	}
	switch f.Kind {
	case entity.Unknown:
	case entity.NotFound:
		return problem.NotFound("such row")
	case entity.Denied:
		return problem.Forbidden("do that: the schema's policy is against it")
	case entity.Invalid, entity.Constraint:
		if message == "" {
			message = map[entity.FailureKind]string{
				entity.Invalid: "is not valid", entity.Constraint: "conflicts with another row",
			}[f.Kind]
		}
		if f.Field != "" {
			p := problem.Field(f.Field, "%s", message)
			p.Cause = err
			return p
		}
		if f.Kind == entity.Invalid {
			p := problem.New(http.StatusUnprocessableEntity, "invalid", "It is not valid: %s.", message)
			p.Cause = err
			return p
		}
		p := problem.New(http.StatusConflict, "constraint", "The database refuses it: %s.", message)
		p.Cause = err
		return p
	}
	return problem.Internal(err)
}

// RowErrors say which of several inputs cannot be written and why.
type RowErrors struct {
	// Rows are the messages by field or edge, "" for the whole row, by the input's place in the list.
	Rows map[int]map[string]string
}

// Error implements error.
func (r *RowErrors) Error() string { return "some rows cannot be written" }

func (r *RowErrors) add(row int, name, message string) {
	if r.Rows == nil {
		r.Rows = map[int]map[string]string{}
	}
	if r.Rows[row] == nil {
		r.Rows[row] = map[string]string{}
	}
	if _, ok := r.Rows[row][name]; !ok {
		r.Rows[row][name] = message
	}
}

// err is nil where there is nothing wrong.
func (r *RowErrors) err() error {
	if len(r.Rows) == 0 {
		return nil
	}
	return r
}

// single is a failure of some rows as a problem with the fields of the first of them.
func single(err error) error {
	var r *RowErrors
	if errors.As(err, &r) && len(r.Rows) > 0 {
		return problem.Fields(r.Rows[slices.Min(slices.Collect(maps.Keys(r.Rows)))])
	}
	return err
}

// isCancelled reports whether an operation ended since nobody wants it any more.
func isCancelled(err error) bool { return errors.Is(err, context.Canceled) }
