package resources

import (
	"context"
	"fmt"
	"strconv"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/user"
)

// directory is the site's users as the admin's store knows them. Their admins may do everything there.
type directory struct{ client *ent.Client }

// Person implements store.Directory.
func (d directory) Person(ctx context.Context, id string) (*access.Principal, error) {
	number, err := strconv.Atoi(id)
	if err != nil {
		return nil, nil // no user of ours has such an id
	}
	u, err := d.client.User.Get(ctx, number)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read user: %w", err)
	}
	p := principalOf(u)
	return &p, nil
}

// People implements store.Directory.
func (d directory) People(ctx context.Context, search string, limit int) ([]access.Principal, error) {
	users, err := d.client.User.Query().Where(user.UsernameContainsFold(search)).Order(user.ByUsernameKey()).Limit(limit).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list users: %w", err)
	}
	people := make([]access.Principal, len(users))
	for i, u := range users {
		people[i] = principalOf(u)
	}
	return people, nil
}

func principalOf(u *ent.User) access.Principal {
	return access.Principal{ID: strconv.Itoa(u.ID), Name: u.Username, Superuser: u.IsAdmin, Via: "session"}
}
