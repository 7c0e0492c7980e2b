package emulator

import (
	"bytes"
	"io"
	"strings"
	"sync"
)

const (
	// readyPrefix and the endpoint are the line by which the server says that it
	// accepts connections.
	readyPrefix = "emulator: serving on "

	maxTail = 4 << 10
)

// output reads what the server prints: it catches the line that says where it
// serves, passes all lines on to the log and keeps the last ones for errors.
type output struct {
	log   io.Writer
	ready chan string

	mu   sync.Mutex
	line []byte // the last line as far as it has come
	last []byte
}

func newOutput(log io.Writer) *output {
	if log == nil {
		log = io.Discard
	}
	return &output{log: log, ready: make(chan string, 1)}
}

// Write never fails: an error would end the server's output, and with it the
// server, because of a broken log.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.line = append(o.line, p...)
	for {
		end := bytes.IndexByte(o.line, '\n')
		if end < 0 {
			return len(p), nil
		}
		o.take(o.line[:end+1])
		o.line = o.line[end+1:]
	}
}

func (o *output) take(line []byte) {
	_, _ = o.log.Write(line)
	if endpoint, ok := strings.CutPrefix(string(line), readyPrefix); ok {
		select {
		case o.ready <- strings.TrimSpace(endpoint):
		default:
		}
		return
	}
	o.last = append(o.last, line...)
	if cut := len(o.last) - maxTail; cut > 0 {
		o.last = o.last[cut:]
	}
}

// tail returns the end of what was printed, ready to follow a message.
func (o *output) tail() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := strings.TrimSpace(string(o.last) + string(o.line))
	if text == "" {
		return ""
	}
	return "; it printed last:\n" + text
}
