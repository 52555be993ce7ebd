import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { BaseProvider, Link, useNavigate, usePath, useSearch } from './router.tsx';

function Page() {
  const navigate = useNavigate();
  return (
    <>
      <output>{`${usePath()} ${useSearch()}`.trim()}</output>
      <button type="button" onClick={() => navigate('/tags', { replace: true })}>
        Tags
      </button>
      <Link href="/books?sort=title">Books</Link>
    </>
  );
}

const where = () => screen.getByRole('status').textContent;

describe.each([
  ['below a path', '/admin'],
  ['at the root', ''],
])('%s', (_, base) => {
  beforeEach(() => {
    history.replaceState(null, '', `${base}/books/a%2Fb/`);
    render(
      <BaseProvider value={base}>
        <Page />
      </BaseProvider>,
    );
  });

  it('a path keeps its percent signs and loses the slash at its end', () => {
    expect(where()).toBe('/books/a%2Fb');
    act(() => history.replaceState(null, '', `${base}/`));
    expect(where()).toBe('/');
  });

  it('a link goes there and has its whole address, for other windows', () => {
    const link = screen.getByRole('link');
    expect(link.getAttribute('href')).toBe(`${base}/books?sort=title`);
    const length = history.length;
    fireEvent.click(link);
    expect(where()).toBe('/books sort=title');
    expect(history.length).toBe(length + 1);
  });

  it('with a key held the link is left to the browser', () => {
    expect(fireEvent.click(screen.getByRole('link'), { ctrlKey: true })).toBe(true);
    expect(where()).toBe('/books/a%2Fb');
  });

  it('replacing leaves no way back', () => {
    const length = history.length;
    fireEvent.click(screen.getByRole('button'));
    expect(where()).toBe('/tags');
    expect(history.length).toBe(length);
  });

  it("a host's router is followed", () => {
    act(() => history.pushState(null, '', `${base}/loans?after=x`));
    expect(where()).toBe('/loans after=x');
  });
});

it("a page of the host's is none of ours", () => {
  history.replaceState(null, '', '/administrators');
  render(
    <BaseProvider value="/admin">
      <Page />
    </BaseProvider>,
  );
  expect(where()).toBe('');
});
