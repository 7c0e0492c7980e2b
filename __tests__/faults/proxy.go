// Package faults breaks what the project stands on, and sees that it says so
// and that nothing is lost.
package faults

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
)

// Answer is what a fault answers in place of AWS.
type Answer struct {
	// Status is the HTTP status.
	Status int
	// Code is AWS's error code, "Throttling".
	Code string
}

// Proxy stands between Terraform and the emulator, and fails as AWS does.
type Proxy struct {
	*httptest.Server

	mu      sync.Mutex
	backend *url.URL
	fault   func(r *http.Request) *Answer
	failed  int
}

// NewProxy serves on loopback what the emulator at the address answers.
func NewProxy(backend string) (*Proxy, error) {
	p := &Proxy{}
	if err := p.Serve(backend); err != nil {
		return nil, err
	}
	p.Server = httptest.NewServer(p)
	return p, nil
}

// Serve has another emulator answer from now on.
func (p *Proxy) Serve(backend string) error {
	to, err := url.Parse(backend)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.backend = to
	return nil
}

// Fail has requests fail that the function has an answer for; nil ends that.
// It returns how many have failed since the last call.
func (p *Proxy) Fail(fault func(r *http.Request) *Answer) (failed int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	failed, p.failed, p.fault = p.failed, 0, fault
	return failed
}

// ServeHTTP answers as AWS would, or as it does when it fails.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	backend := p.backend
	var answer *Answer
	if p.fault != nil {
		if answer = p.fault(r); answer != nil {
			p.failed++
		}
	}
	p.mu.Unlock()
	if answer == nil {
		(&httputil.ReverseProxy{Rewrite: func(out *httputil.ProxyRequest) {
			out.SetURL(backend)
			out.Out.Host = r.Host
		}}).ServeHTTP(w, r)
		return
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-amz-json") {
		w.Header().Set("X-Amzn-Errortype", answer.Code)
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(answer.Status)
		_, _ = w.Write([]byte(`{"__type": "` + answer.Code + `", "message": "a fault"}`))
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(answer.Status)
	failure := "<Code>" + answer.Code + "</Code><Message>a fault</Message>"
	switch Service(r) {
	case "s3":
		_, _ = w.Write([]byte("<Error>" + failure + "</Error>"))
	case "ec2":
		_, _ = w.Write([]byte("<Response><Errors><Error>" + failure + "</Error></Errors><RequestID>0</RequestID></Response>"))
	default:
		_, _ = w.Write([]byte("<ErrorResponse><Error><Type>Sender</Type>" + failure + "</Error><RequestId>0</RequestId></ErrorResponse>"))
		return
	}
}

// Service is the AWS service that a request is for, as its signature names it, and
// Region the region.
func Service(r *http.Request) string { return scope(r, 3) }

// Region is the AWS region that a request is for.
func Region(r *http.Request) string { return scope(r, 2) }

func scope(r *http.Request, part int) string {
	scope := strings.Split(r.Header.Get("Authorization"), "/")
	if len(scope) < 4 {
		return ""
	}
	return scope[part]
}
