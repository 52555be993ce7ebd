import './styles/layers.css';
import './styles/tokens.css';
import './styles/root.css';
import { type ReactNode, useState } from 'react';
import { Api } from './api/client.ts';
import { Live, openLive } from './api/live.ts';
import { QueryProvider } from './api/query.ts';
import { newQueryClient } from './app/queryClient.ts';
import { Start } from './app/Start.tsx';
import { BaseProvider } from './ui/router.tsx';
import { Toasts } from './ui/Toasts.tsx';

export interface AdminAppProps {
  /** Where the API is mounted: "/api-admin/resources". */
  api: string;
  /** Under which path the pages are: "/admin". */
  base: string;
  /** The host draws what stands around the pages, and minds the theme and who one is. */
  embedded?: boolean;
  /** What stands at the end of the head row in place of ours; palette and overview of keys are then the host's too. */
  tools?: ReactNode;
  /** Called when the session has ended, where the host signs people in; without it our own page is shown. */
  onSignedOut?: () => void;
}

/** The whole admin: every page of it, for every type that the API describes. */
export function AdminApp({ api: root, base, embedded = false, tools, onSignedOut }: AdminAppProps) {
  const [api] = useState(() => new Api(root));
  const [live] = useState(() => new Live(() => openLive(api.root)));
  const [queries] = useState(newQueryClient);
  return (
    <QueryProvider value={queries}>
      <BaseProvider value={base.replace(/\/+$/, '')}>
        <div className="adm">
          <Start api={api} live={live} embedded={embedded} tools={tools} onSignedOut={onSignedOut} />
          <Toasts />
        </div>
      </BaseProvider>
    </QueryProvider>
  );
}
