import { type RefObject, useEffect, useRef, useState } from 'react';
import { editable, fieldOf } from '../api/schema.ts';
import type { Action, Type } from '../api/types.ts';
import { list as words } from '../text/list.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { Icon, iconNamed } from '../ui/Icon.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { Link } from '../ui/router.tsx';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { countTerms } from './countTerms.ts';
import styles from './Toolbar.module.css';

interface Props {
  type: Type;
  searchBox: RefObject<HTMLInputElement | null>;
  search: string;
  onSearch: (search: string) => void;
  filtering: boolean;
  filter: string;
  onFiltering: () => void;
  chosen: readonly string[] | null;
  onColumns: (columns: string[] | null) => void;
  /** Custom actions that are about no row. */
  actions: readonly Action[];
  onAction: (action: Action) => void;
  onExport: (format: string) => void;
}

/** How long typing rests before the list follows. */
const REST_MS = 200;

/** Above the list: what is looked for, which columns, and what can be done with the type. */
export function Toolbar(props: Props) {
  const {
    type,
    searchBox,
    search,
    onSearch,
    filtering,
    filter,
    onFiltering,
    chosen,
    onColumns,
    actions,
    onAction,
    onExport,
  } = props;
  const searched = (type.search ?? []).map((name) => fieldOf(type, name)?.label.toLowerCase() ?? name);
  const terms = countTerms(filter);
  const more: MenuItem[] = [
    ...actions.map((action) => ({
      label: action.label,
      icon: iconNamed(action.icon, 'zap'),
      run: () => onAction(action),
    })),
  ];
  return (
    <div className={styles.bar}>
      {searched.length > 0 && (
        <SearchBox
          box={searchBox}
          search={search}
          onSearch={onSearch}
          placeholder={words.searchIn(searched.join(', '))}
        />
      )}
      <Button
        icon="list-filter"
        aria-pressed={filtering || terms > 0}
        aria-expanded={filtering}
        onClick={onFiltering}
      >
        <span className={styles.word}>{words.filter}</span>
        {terms > 0 && <span>{terms}</span>}
      </Button>
      <ColumnsMenu type={type} chosen={chosen} onChange={onColumns} />
      <span className={styles.end}>
        {more.length > 0 && <Menu label={words.actions(type.plural)} items={more} />}
        {type.soft_delete !== undefined && type.rights.delete && (
          <Link
            href={`/${type.slug}/trash`}
            className={buttonClass({ kind: 'quiet' })}
            aria-label={words.trash}
            title={words.trash}
          >
            <Icon name="trash-2" />
          </Link>
        )}
        {type.rights.import && (
          <Link href={`/${type.slug}/import`} className={buttonClass()}>
            <Icon name="upload" />
            <span className={styles.word}>{words.import}</span>
          </Link>
        )}
        {type.rights.export && (
          <Menu
            label={words.export}
            items={['csv', 'json', 'ndjson'].map((format) => ({
              label: format.toUpperCase(),
              icon: 'file',
              run: () => onExport(format),
            }))}
            trigger={(trigger) => (
              <Button icon="download" {...trigger}>
                <span className={styles.word}>{words.export}</span>
              </Button>
            )}
          />
        )}
        {type.rights.create && editable(type) && (
          <Link href={`/${type.slug}/new`} className={buttonClass({ kind: 'main' })}>
            <Icon name="plus" />
            <span className={styles.word}>{words.new(type.label.toLowerCase())}</span>
          </Link>
        )}
      </span>
    </div>
  );
}

interface SearchProps {
  box: RefObject<HTMLInputElement | null>;
  search: string;
  onSearch: (search: string) => void;
  placeholder: string;
}

function SearchBox({ box, search, onSearch, placeholder }: SearchProps) {
  const [typed, setTyped] = useState(search);
  const sent = useRef(search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (search !== sent.current) setTyped(search);
    sent.current = search;
  }, [search]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function send(value: string, rest: number) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = value.trim();
      onSearch(value.trim());
    }, rest);
  }

  return (
    <search className={styles.search}>
      <Icon name="search" />
      <input
        ref={box}
        type="search"
        className={styles.input}
        aria-label={placeholder}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          send(event.target.value, REST_MS);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(typed, 0);
          if (event.key === 'Escape') {
            if (typed === '') event.currentTarget.blur();
            setTyped('');
            send('', 0);
          }
        }}
      />
      {typed === '' && <Kbd keys="/" />}
    </search>
  );
}
