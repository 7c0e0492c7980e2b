// Package cloud is a stand-in for Terraform Cloud's API, over TLS: an
// organization with one workspace, which runs nothing itself (execution mode
// "local") and keeps states and a lock, in memory.
package cloud

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Service is the stand-in.
type Service struct {
	// Host is its address, as CloudState.Hostname has it.
	Host string
	// Certificates is the file with the authority that vouches for it.
	Certificates string

	organization, workspace, token string

	mu       sync.Mutex
	versions []version
	locked   bool
	locks    int
	unknown  []string
}

type version struct {
	serial  int64
	lineage string
	content []byte
}

const workspaceID = "ws-standin"

type object = map[string]any

// Start serves one workspace until the test ends, to whoever has the token.
func Start(t *testing.T, organization, workspace, token string) *Service {
	t.Helper()
	s := &Service{organization: organization, workspace: workspace, token: token}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/terraform.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"tfe.v2": "/api/v2/"}`)
	})
	mux.HandleFunc("GET /state/{n}", s.download)
	mux.HandleFunc("PUT /state/{n}", s.upload)
	mux.HandleFunc("PUT /json-state/{n}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	api := http.NewServeMux()
	api.HandleFunc("GET /api/v2/ping", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("TFP-API-Version", "2.6")
		w.Header().Set("TFP-AppName", "HCP Terraform")
		w.WriteHeader(http.StatusNoContent)
	})
	api.HandleFunc("GET /api/v2/organizations/"+organization+"/entitlement-set", s.entitlements)
	api.HandleFunc("GET /api/v2/organizations/"+organization+"/workspaces/"+workspace, s.readWorkspace)
	api.HandleFunc("GET /api/v2/workspaces/"+workspaceID, s.readWorkspace)
	api.HandleFunc("POST /api/v2/workspaces/"+workspaceID+"/actions/lock", s.lock)
	api.HandleFunc("POST /api/v2/workspaces/"+workspaceID+"/actions/unlock", s.unlock)
	api.HandleFunc("GET /api/v2/workspaces/"+workspaceID+"/current-state-version", s.current)
	api.HandleFunc("POST /api/v2/workspaces/"+workspaceID+"/state-versions", s.create)
	api.HandleFunc("GET /api/v2/state-versions/{id}", s.current)
	api.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.unknown = append(s.unknown, r.Method+" "+r.URL.Path)
		failure(w, http.StatusNotFound, "not found")
	})
	mux.HandleFunc("/api/v2/", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+token {
			failure(w, http.StatusUnauthorized, "unauthorized")
			return
		}
		api.ServeHTTP(w, r)
	})
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.Host = strings.TrimPrefix(server.URL, "https://")
	s.Certificates = filepath.Join(t.TempDir(), "authority.pem")
	block := &pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}
	require.NoError(t, os.WriteFile(s.Certificates, pem.EncodeToMemory(block), 0o644))
	return s
}

// State is the state that the workspace has now; nil for none.
func (s *Service) State() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.versions) == 0 {
		return nil
	}
	return s.versions[len(s.versions)-1].content
}

// Locks is how often the workspace was locked, and whether it still is.
func (s *Service) Locks() (times int, held bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.locks, s.locked
}

// Unknown are the requests that the stand-in had no answer for.
func (s *Service) Unknown() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.unknown
}

func (s *Service) entitlements(w http.ResponseWriter, _ *http.Request) {
	send(w, http.StatusOK, object{"data": object{"id": "org-standin", "type": "entitlement-sets", "attributes": object{
		"operations": true, "private-module-registry": true, "state-storage": true, "teams": true, "vcs-integrations": true,
	}}})
}

func (s *Service) readWorkspace(w http.ResponseWriter, _ *http.Request) {
	send(w, http.StatusOK, object{"data": object{"id": workspaceID, "type": "workspaces", "attributes": object{
		"name": s.workspace, "execution-mode": "local", "operations": false, "locked": s.locked, "terraform-version": "latest",
		"permissions": object{"can-lock": true, "can-unlock": true, "can-read-state-versions": true, "can-create-state-versions": true, "can-update": true},
	}}})
}

func (s *Service) lock(w http.ResponseWriter, r *http.Request) {
	if s.locked {
		failure(w, http.StatusConflict, "already locked")
		return
	}
	s.locked = true
	s.locks++
	s.readWorkspace(w, r)
}

func (s *Service) unlock(w http.ResponseWriter, r *http.Request) {
	if !s.locked {
		failure(w, http.StatusConflict, "already unlocked")
		return
	}
	s.locked = false
	s.readWorkspace(w, r)
}

func (s *Service) describe(n int) object {
	v := s.versions[n]
	address := fmt.Sprintf("https://%s/state/%d", s.Host, n)
	return object{"data": object{"id": fmt.Sprintf("sv-%d", n), "type": "state-versions", "attributes": object{
		"created-at": time.Now().UTC().Format(time.RFC3339), "serial": v.serial, "lineage": v.lineage, "status": "finalized",
		"hosted-state-download-url": address, "hosted-state-upload-url": address,
		"hosted-json-state-upload-url": fmt.Sprintf("https://%s/json-state/%d", s.Host, n), "resources-processed": true,
	}}}
}

func (s *Service) current(w http.ResponseWriter, _ *http.Request) {
	if len(s.versions) == 0 {
		failure(w, http.StatusNotFound, "not found")
		return
	}
	send(w, http.StatusOK, s.describe(len(s.versions)-1))
}

func (s *Service) create(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Data struct {
			Attributes struct {
				Serial  int64  `json:"serial"`
				Lineage string `json:"lineage"`
				MD5     string `json:"md5"`
				State   string `json:"state"`
				Force   bool   `json:"force"`
			} `json:"attributes"`
		} `json:"data"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		failure(w, http.StatusBadRequest, err.Error())
		return
	}
	a := body.Data.Attributes
	if !s.locked {
		failure(w, http.StatusConflict, "the workspace is not locked")
		return
	}
	if n := len(s.versions); n > 0 && !a.Force && (s.versions[n-1].lineage != a.Lineage || s.versions[n-1].serial >= a.Serial) {
		failure(w, http.StatusConflict, fmt.Sprintf("serial %d of lineage %s does not follow serial %d of lineage %s, and is not forced", a.Serial, a.Lineage, s.versions[n-1].serial, s.versions[n-1].lineage))
		return
	}
	v := version{serial: a.Serial, lineage: a.Lineage}
	if a.State != "" {
		content, err := base64.StdEncoding.DecodeString(a.State)
		sum := md5.Sum(content)
		if err != nil || hex.EncodeToString(sum[:]) != a.MD5 {
			failure(w, http.StatusUnprocessableEntity, "the sum of the state is another")
			return
		}
		v.content = content
	}
	s.versions = append(s.versions, v)
	send(w, http.StatusCreated, s.describe(len(s.versions)-1))
}

// number of the version that a request names, or -1.
func (s *Service) number(r *http.Request) int {
	var n int
	if _, err := fmt.Sscan(r.PathValue("n"), &n); err != nil || n < 0 || n >= len(s.versions) {
		return -1
	}
	return n
}

func (s *Service) upload(w http.ResponseWriter, r *http.Request) {
	n := s.number(r)
	content, err := io.ReadAll(r.Body)
	if n < 0 || err != nil {
		failure(w, http.StatusNotFound, "not found")
		return
	}
	s.versions[n].content = content
}

func (s *Service) download(w http.ResponseWriter, r *http.Request) {
	n := s.number(r)
	if n < 0 {
		failure(w, http.StatusNotFound, "not found")
		return
	}
	_, _ = w.Write(s.versions[n].content)
}

func send(w http.ResponseWriter, status int, body object) {
	w.Header().Set("Content-Type", "application/vnd.api+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func failure(w http.ResponseWriter, status int, title string) {
	send(w, status, object{"errors": []object{{"status": fmt.Sprint(status), "title": title}}})
}
