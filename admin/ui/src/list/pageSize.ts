export const PAGE_SIZES = [50, 100, 200, 500] as const;

const KEY = 'admin.page-size';

export function storedPageSize(): number {
  try {
    const size = Number(localStorage.getItem(KEY));
    return PAGE_SIZES.find((one) => one === size) ?? PAGE_SIZES[0];
  } catch {
    return PAGE_SIZES[0];
  }
}

export function storePageSize(size: number): void {
  try {
    localStorage.setItem(KEY, String(size));
  } catch {
    // Storage is refused or full: the choice holds until the page is left.
  }
}
