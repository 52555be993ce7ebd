import styleSheet from '../../admin/dist/pages.css?url';
import { Pages } from '../../admin/dist/pages.js';
import { loginUrl } from '../auth/nextPath.ts';

/** The generated admin, in this site's frame and colours. Its own router goes on below /admin. */
export function AdminPages() {
  return (
    <>
      <link rel="stylesheet" href={styleSheet} precedence="admin" />
      <Pages onSignedOut={toSignIn} />
    </>
  );
}

function toSignIn() {
  location.assign(loginUrl(location.pathname + location.search));
}
