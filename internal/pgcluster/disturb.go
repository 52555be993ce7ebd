package pgcluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Freeze stops every process of the server where it stands, as a machine does that hangs. Thaw lets them go on.
func (c *Cluster) Freeze() error { return c.signal(syscall.SIGSTOP) }

// Thaw undoes Freeze.
func (c *Cluster) Thaw() error { return c.signal(syscall.SIGCONT) }

// Crash kills every process of the server at once and waits until they are gone. Restart brings it back.
func (c *Cluster) Crash() error {
	processes, err := c.processes()
	if err != nil {
		return err
	}
	for _, pid := range processes {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
	}
	for end := time.Now().Add(startTimeout); time.Now().Before(end); time.Sleep(time.Millisecond) {
		processes = slices.DeleteFunc(processes, func(pid int) bool { return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) })
		if len(processes) == 0 {
			return nil
		}
	}
	return fmt.Errorf("processes %v of the server do not end", processes)
}

// Halt stops the server and waits for it, in one of pg_ctl's modes: "fast", or "immediate", which aborts.
func (c *Cluster) Halt(mode string) error { return c.control("stop", "-m", mode) }

// Restart starts a server that was crashed or halted, and waits until it answers.
func (c *Cluster) Restart() error { return c.control("start", "-l", filepath.Join(c.dir, "log")) }

func (c *Cluster) control(action string, arguments ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	arguments = append([]string{action, "-D", filepath.Join(c.dir, "data"), "-s", "-w", "-t", fmt.Sprint(int(startTimeout.Seconds()))}, arguments...)
	command := exec.CommandContext(ctx, filepath.Join(c.bin, "pg_ctl"), arguments...) // #nosec G204 -- our own arguments
	command.Dir, command.SysProcAttr = c.dir, c.attributes
	if err := command.Run(); err != nil { // its output would be held open by the server
		return fmt.Errorf("pg_ctl %s: %w", action, err)
	}
	return nil
}

// CPU is the processor time that the server and all of its processes, those that have ended too, have used.
func (c *Cluster) CPU() (time.Duration, error) {
	processes, err := c.processes()
	if err != nil {
		return 0, err
	}
	var sum time.Duration
	for i, pid := range processes {
		used, err := processCPU(pid, i == 0)
		if errors.Is(err, os.ErrNotExist) {
			continue // ended since; the first process, asked before, lacks it
		}
		if err != nil {
			return 0, err
		}
		sum += used
	}
	return sum, nil
}

// processCPU reads /proc/PID/stat; ended adds the children that were waited for.
func processCPU(pid int, ended bool) (time.Duration, error) {
	const tick = 10 * time.Millisecond                               // Linux tells programs of hundredths of a second on every platform that Go knows
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat") // #nosec G304 -- a number
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest) // from the third field, the state
	last := 13
	if ended {
		last = 15
	}
	var ticks int64
	for _, field := range fields[11:last] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("read /proc/%d/stat: %w", pid, err)
		}
		ticks += n
	}
	return time.Duration(ticks) * tick, nil
}

func (c *Cluster) signal(s syscall.Signal) error {
	processes, err := c.processes()
	if err != nil {
		return err
	}
	for _, pid := range processes { // the first one makes no more when it has stopped
		if err := syscall.Kill(pid, s); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("signal %v to %d: %w", s, pid, err)
		}
	}
	return nil
}

// processes are the server's processes, the one that started the others first.
func (c *Cluster) processes() ([]int, error) {
	text, err := os.ReadFile(filepath.Join(c.dir, "data", "postmaster.pid"))
	if err != nil {
		return nil, fmt.Errorf("find the server's process: %w", err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	first, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		return nil, fmt.Errorf("find the server's process: %w", err)
	}
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", first, first))
	if err != nil {
		return nil, fmt.Errorf("find the server's processes: %w", err)
	}
	all := []int{first}
	for field := range strings.FieldsSeq(string(children)) {
		pid, err := strconv.Atoi(field)
		if err != nil {
			return nil, fmt.Errorf("find the server's processes: %w", err)
		}
		all = append(all, pid)
	}
	return all, nil
}
