package main

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// What comes in through the proxy is counted, and what goes out is not.
func TestMeterCountsWhatComesIn(t *testing.T) {
	const size = 1_000_000
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, strings.Repeat("x", size))
	}))
	defer server.Close()
	m, err := newMeter()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = m.close() }()
	proxy, err := url.Parse(m.address())
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	response, err := (&http.Client{Transport: transport}).Post(server.URL, "text/plain", strings.NewReader(strings.Repeat("y", 3*size)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	transport.CloseIdleConnections()
	for {
		hosts, sum := m.received()
		if len(hosts) == 0 {
			time.Sleep(time.Millisecond) // the tunnel is being closed
			continue
		}
		if hosts[0].name != "127.0.0.1" || sum < size || sum > 2*size {
			t.Errorf("counted %d bytes, from %v", sum, hosts)
		}
		return
	}
}
