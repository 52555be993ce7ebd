package journal_test

import "syscall"

func mountTiny(folder, size string) error {
	return syscall.Mount("tmpfs", folder, "tmpfs", 0, "size="+size)
}

func unmountTiny(folder string) error { return syscall.Unmount(folder, syscall.MNT_DETACH) }
