package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// SecondFactor is the answer of GET /account/totp.
type SecondFactor struct {
	Enabled           bool `json:"enabled"`
	RecoveryCodesLeft int  `json:"recovery_codes_left"`
}

// SecondFactorSecret is the answer of POST /account/totp.
type SecondFactorSecret struct {
	Secret     string `json:"secret" doc:"base32, to be typed in"`
	OTPAuthURL string `json:"otpauth_url"`
	QRSVG      string `json:"qr_svg" doc:"otpauth_url as an <svg> without styles or scripts"`
}

// RecoveryCodes is the answer of PUT /account/totp.
type RecoveryCodes struct {
	RecoveryCodes []string `json:"recovery_codes" doc:"each stands in for a code once; they are shown only here"`
}

type ownPassword struct {
	Password string `json:"password"`
}

// registerAccountTOTP is GET, POST, PUT and DELETE /account/totp.
func (s *Server) registerAccountTOTP() {
	operation := func(id, method, summary, description string) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/account/totp", Tags: []string{"account"}, Summary: summary, Description: description,
		}
	}
	operate(s, User, operation("get-totp", http.MethodGet, "Whether you have a second factor", ""), s.totpState)
	operate(s, User, operation("begin-totp", http.MethodPost, "Get a secret for an authenticator app",
		"It counts once a code of it has been confirmed (PUT)."), s.beginTOTP)
	operate(s, User, operation("confirm-totp", http.MethodPut, "Switch the second factor on",
		"Ends every other session. The answer carries the cookie of a new one."), s.confirmTOTP)
	remove := operation("remove-totp", http.MethodDelete, "Switch the second factor off", "")
	remove.DefaultStatus = http.StatusNoContent
	operate(s, User, remove, s.removeTOTP)
}

func (s *Server) totpState(ctx context.Context, _ *struct{}) (*struct{ Body SecondFactor }, error) {
	enabled, left, err := s.auth.TOTP(ctx, PrincipalFrom(ctx).UserID)
	if err != nil {
		return nil, err
	}
	return &struct{ Body SecondFactor }{SecondFactor{enabled, left}}, nil
}

func (s *Server) beginTOTP(ctx context.Context, in *struct{ Body ownPassword }) (*struct{ Body SecondFactorSecret }, error) {
	_, r := wire(ctx)
	setup, err := s.auth.BeginTOTP(ctx, PrincipalFrom(ctx), in.Body.Password, s.auth.ClientAddr(r))
	if err != nil {
		return nil, err
	}
	return &struct{ Body SecondFactorSecret }{SecondFactorSecret{setup.Secret, setup.URL, setup.QR}}, nil
}

func (s *Server) confirmTOTP(ctx context.Context, in *struct {
	Body struct {
		Code string `json:"code"`
	}
}) (*struct{ Body RecoveryCodes }, error) {
	_, r := wire(ctx)
	codes, signed, err := s.auth.ConfirmTOTP(ctx, PrincipalFrom(ctx), in.Body.Code, s.auth.ClientAddr(r), r.UserAgent())
	if err != nil {
		return nil, err
	}
	if err := s.setSession(ctx, signed); err != nil {
		return nil, err
	}
	return &struct{ Body RecoveryCodes }{RecoveryCodes{codes}}, nil
}

func (s *Server) removeTOTP(ctx context.Context, in *struct{ Body ownPassword }) (*struct{}, error) {
	_, r := wire(ctx)
	return nil, s.auth.RemoveTOTP(ctx, PrincipalFrom(ctx), in.Body.Password, s.auth.ClientAddr(r))
}
