// Written by hand until the server's OpenAPI document is here; `npm run api` then writes this file.
type Json<T> = { content: { 'application/json': T } };
type Empty = { content?: never };
type Fail = { content: { 'application/problem+json': components['schemas']['Problem'] } };
type Op<Ok, Status extends number, Body = never, Path = never> = {
  parameters: { query?: never; header?: never; path: Path; cookie?: never };
  requestBody: [Body] extends [never] ? never : Json<Body>;
  responses: { [S in Status]: [Ok] extends [never] ? Empty : Json<Ok> } & { default: Fail };
};
type Get<Ok> = {
  parameters: { query?: never; header?: never; path?: never; cookie?: never };
  requestBody?: never;
  responses: { 200: Json<Ok>; default: Fail };
};
type Post<Ok, Status extends number, Body> = {
  parameters: { query?: never; header?: never; path?: never; cookie?: never };
  requestBody: Json<Body>;
  responses: { [S in Status]: [Ok] extends [never] ? Empty : Json<Ok> } & { default: Fail };
};
type Bare<Ok, Status extends number> = {
  parameters: { query?: never; header?: never; path?: never; cookie?: never };
  requestBody?: never;
  responses: { [S in Status]: [Ok] extends [never] ? Empty : Json<Ok> } & { default: Fail };
};
type On<Ok, Status extends number, Body = never> = {
  parameters: { query?: never; header?: never; path: { id: number }; cookie?: never };
  requestBody?: [Body] extends [never] ? never : Json<Body>;
  responses: { [S in Status]: [Ok] extends [never] ? Empty : Json<Ok> } & { default: Fail };
};

export interface components {
  schemas: {
    Problem: { type: string; title: string; status: number; detail: string; errors?: Record<string, string>; request_id: string };
    Me: { username: string; user_id: number; is_admin: boolean; internal: boolean; totp: boolean; session_id: string };
    AccountSession: {
      id: string; created_at: string; last_seen_at: string; expires_at: string; address: string; user_agent: string; current: boolean;
    };
    User: { id: number; username: string; is_admin: boolean; totp: boolean; created_at: string; last_seen_at: string | null; sessions: number };
    Invitation: {
      id: number; username: string; kind: 'invite' | 'reset' | 'first-admin'; is_admin: boolean; created_by: string; created_at: string; expires_at: string;
    };
    NewInvitation: components['schemas']['Invitation'] & { url: string };
    Character: { name: string; server: string; tag: string; level: number | null; last_seen_at: string | null };
  };
}
type S = components['schemas'];

export interface paths {
  '/me': { get: Get<S['Me']> };
  '/logout': { post: Bare<never, 204> };
  '/characters': { get: Get<{ characters: S['Character'][] }> };
  '/account/password': { post: Post<never, 204, { current_password: string; new_password: string }> };
  '/account/sessions': { get: Get<{ sessions: S['AccountSession'][] }> };
  '/account/sessions/{id}': {
    delete: { parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }; requestBody?: never; responses: { 204: Empty; default: Fail } };
  };
  '/account/totp': {
    get: Get<{ enabled: boolean; recovery_codes_left: number }>;
    post: Post<{ secret: string; otpauth_url: string; qr_svg: string }, 200, { password: string }>;
    put: Post<{ recovery_codes: string[] }, 200, { code: string }>;
    delete: Post<never, 204, { password: string }>;
  };
  '/api-admin/users': { get: Get<{ users: S['User'][] }>; post: Post<S['User'], 201, { username: string; password: string; is_admin: boolean }> };
  '/api-admin/users/{id}': {
    patch: On<S['User'], 200, { is_admin?: boolean; password?: string; end_sessions?: boolean; reset_totp?: boolean }>;
    delete: On<never, 204>;
  };
  '/api-admin/users/{id}/reset': { post: On<S['NewInvitation'], 201> };
  '/api-admin/invitations': { get: Get<{ invitations: S['Invitation'][] }>; post: Post<S['NewInvitation'], 201, { username?: string; is_admin: boolean; hours?: number }> };
  '/api-admin/invitations/{id}': { delete: On<never, 204> };
}
