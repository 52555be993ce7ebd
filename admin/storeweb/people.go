package storeweb

import (
	"net/http"

	"github.com/mosswart/overlord/admin/store"
)

func (w *Web) signIn(c *call) error {
	var in store.Credentials
	if err := c.read(&in); err != nil {
		return err
	}
	user, cookie, err := w.store.SignIn(c.Context(), c.Request, in)
	if err != nil {
		return err
	}
	http.SetCookie(c.ResponseWriter, cookie)
	http.SetCookie(c.ResponseWriter, w.store.StopImpersonation(c.Request))
	return c.answer(http.StatusOK, user)
}

func (w *Web) signOut(c *call) error {
	cookies, err := w.store.SignOut(c.Context(), c.Request)
	if err != nil {
		return err
	}
	for _, cookie := range cookies {
		http.SetCookie(c.ResponseWriter, cookie)
	}
	return c.done()
}

func (w *Web) lookAtLink(c *call) error {
	var in struct {
		Token string `json:"token"`
	}
	if err := c.read(&in); err != nil {
		return err
	}
	info, err := w.store.LookAtLink(c.Context(), in.Token)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, info)
}

func (w *Web) acceptLink(c *call) error {
	var in store.Accepted
	if err := c.read(&in); err != nil {
		return err
	}
	user, err := w.store.AcceptLink(c.Context(), in)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, user)
}

func (w *Web) account(c *call) error {
	account, err := w.store.Account(c.Context(), c.Request, c.by)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, account)
}

func (w *Web) endSession(c *call) error {
	if err := w.store.EndSession(c.Context(), c.by, c.PathValue("id")); err != nil {
		return err
	}
	return c.done()
}

func (w *Web) changePassword(c *call) error {
	var in store.PasswordChange
	if err := c.read(&in); err != nil {
		return err
	}
	if err := w.store.ChangePassword(c.Context(), c.Request, c.by, in); err != nil {
		return err
	}
	return c.done()
}

func (w *Web) beginTOTP(c *call) error {
	var in store.Confirmation
	if err := c.read(&in); err != nil {
		return err
	}
	setup, err := w.store.BeginTOTP(c.Context(), c.Request, c.by, in)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, setup)
}

func (w *Web) confirmTOTP(c *call) error {
	var in store.Confirmation
	if err := c.read(&in); err != nil {
		return err
	}
	codes, err := w.store.ConfirmTOTP(c.Context(), c.Request, c.by, in.Code)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, struct {
		RecoveryCodes []string `json:"recovery_codes"`
	}{codes})
}

func (w *Web) removeTOTP(c *call) error {
	var in store.Confirmation
	if err := c.read(&in); err != nil {
		return err
	}
	if err := w.store.RemoveTOTP(c.Context(), c.Request, c.by, in); err != nil {
		return err
	}
	return c.done()
}

func (w *Web) people(c *call) error {
	q, err := c.query("q")
	if err != nil {
		return err
	}
	users, err := w.store.Users(c.Context(), c.by, q["q"])
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, list[store.User]{users})
}

func (w *Web) createPerson(c *call) error {
	var in store.UserInput
	if err := c.read(&in); err != nil {
		return err
	}
	user, err := w.store.CreateUser(c.Context(), c.by, in)
	if err != nil {
		return err
	}
	return c.answer(http.StatusCreated, user)
}

func (w *Web) updatePerson(c *call) error {
	var in store.UserInput
	if err := c.read(&in); err != nil {
		return err
	}
	user, err := w.store.UpdateUser(c.Context(), c.by, c.PathValue("id"), in)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, user)
}

func (w *Web) deletePerson(c *call) error {
	if err := w.store.DeleteUser(c.Context(), c.by, c.PathValue("id")); err != nil {
		return err
	}
	return c.done()
}

func (w *Web) resetPassword(c *call) error {
	link, err := w.store.ResetPassword(c.Context(), c.by, c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.answer(http.StatusCreated, link)
}

func (w *Web) removeSecondFactor(c *call) error {
	if err := w.store.RemoveSecondFactor(c.Context(), c.by, c.PathValue("id")); err != nil {
		return err
	}
	return c.done()
}
