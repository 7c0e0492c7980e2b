package main

import (
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
)

// meter is a proxy for HTTPS that counts what comes in, by host.
type meter struct {
	listener net.Listener
	server   *http.Server

	mutex sync.Mutex
	bytes map[string]int64
}

func newMeter() (*meter, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	m := &meter{listener: listener, bytes: map[string]int64{}}
	m.server = &http.Server{Handler: m}
	go func() { _ = m.server.Serve(listener) }()
	return m, nil
}

func (m *meter) address() string { return "http://" + m.listener.Addr().String() }

func (m *meter) close() error { return m.server.Close() }

func (m *meter) received() ([]host, int64) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return byBytes(m.bytes)
}

// ServeHTTP opens a tunnel, which is all that a proxy does for HTTPS.
func (m *meter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		http.Error(w, "only HTTPS is counted", http.StatusMethodNotAllowed)
		return
	}
	there, err := net.Dial("tcp", r.Host)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer there.Close()
	here, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer here.Close()
	if _, err := io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	go func() {
		_, err := io.Copy(there, buffered)
		_ = errors.Join(err, there.(*net.TCPConn).CloseWrite())
	}()
	n, _ := io.Copy(here, there)
	name, _, _ := net.SplitHostPort(r.Host)
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.bytes[name] += n
}
