package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of CPU time in /proc on Linux.
const tick = 10 * time.Millisecond

// stat are the fields of /proc/PID/stat after the program's name: the state is the first.
func stat(pid int) ([]string, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil, err
	}
	text := string(raw)
	return strings.Fields(text[strings.LastIndexByte(text, ')')+1:]), nil
}

// ticks adds up CPU times among a process's fields.
func ticks(fields []string, places ...int) (sum time.Duration) {
	for _, place := range places {
		n, _ := strconv.Atoi(fields[place]) // the kernel writes numbers
		sum += time.Duration(n) * tick
	}
	return sum
}

// cpu is the CPU time that a process has used, in user and kernel mode.
func cpu(pid int) (time.Duration, error) {
	fields, err := stat(pid)
	if err != nil {
		return 0, err
	}
	return ticks(fields, 11, 12), nil
}

// childrenCPU is the CPU time of processes and their children, those that have ended included.
func childrenCPU(parents []int) (sum time.Duration, err error) {
	if len(parents) == 0 {
		return 0, nil
	}
	all, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	for _, path := range all {
		pid, _ := strconv.Atoi(strings.Split(path, "/")[2])
		fields, err := stat(pid)
		if err != nil {
			continue // it has ended meanwhile
		}
		parent, _ := strconv.Atoi(fields[1])
		switch {
		case slices.Contains(parents, pid):
			sum += ticks(fields, 11, 12, 13, 14)
		case slices.Contains(parents, parent):
			sum += ticks(fields, 11, 12)
		}
	}
	return sum, nil
}

// rss is the memory that a process has resident, in MiB.
func rss(pid int) (float64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindStringSubmatch(string(raw))
	if m == nil {
		return 0, fmt.Errorf("no VmRSS of %d", pid)
	}
	kib, err := strconv.Atoi(m[1])
	return float64(kib) / 1024, err
}

var (
	requestsRE = regexp.MustCompile(`(\d+) requests in`)
	failedRE   = regexp.MustCompile(`Non-2xx or 3xx responses: (\d+)|Socket errors: .*`)
)

// wrk runs a script over four connections and returns how many requests were answered.
func wrk(ctx context.Context, script, base string, length time.Duration) (requests int, err error) {
	out, err := exec.CommandContext(ctx, "wrk", "-t1", "-c4", fmt.Sprintf("-d%ds", int(length.Seconds())), // #nosec G204
		"--timeout", "10s", "-s", script, base).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("wrk: %w: %s", err, out)
	}
	if failed := failedRE.Find(out); failed != nil {
		return 0, fmt.Errorf("wrk: %s", failed)
	}
	m := requestsRE.FindSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("wrk says %s", out)
	}
	return strconv.Atoi(string(m[1]))
}

// profile starts a CPU profile of a server of ours, where one is wanted; the returned function waits for it.
func (s *server) profile(ctx context.Context, file string) func() {
	if !*profile || !strings.HasPrefix(s.token, "Bearer ") {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		var raw []byte
		err := s.client.get(ctx, fmt.Sprintf("/debug/pprof/profile?seconds=%d", *seconds), &raw)
		if err == nil {
			err = os.WriteFile(file, raw, 0o600)
		}
		if err != nil {
			log.Printf("profile: %v", err)
		}
	}()
	return func() { <-done }
}
