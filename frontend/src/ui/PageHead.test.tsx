import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { PageHead, PageTools } from './PageHead.tsx';

test('a page head names the page and the tab, and carries the tools of the shell', () => {
  render(
    <PageTools value={<button type="button">Go to</button>}>
      <PageHead
        title="Users"
        above={[
          <a key="a" href="/admin">
            Admin
          </a>,
        ]}
      />
    </PageTools>,
  );
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Users');
  expect(screen.getByRole('link', { name: 'Admin' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Go to' })).toBeTruthy();
  expect(document.title).toBe('Users · Mosswart Overlord');
});
