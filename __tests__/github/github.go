// Package github is a stand-in for GitHub's API: the part of it that the
// pipelines write through, kept in memory. It says yes to every token, and
// writes as a workflow does, which is as a bot.
package github

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Comment is a comment in an issue or a pull request.
type Comment struct {
	ID    int64  `json:"id"`
	Body  string `json:"body"`
	User  User   `json:"user"`
	issue int
}

// User is who wrote something.
type User struct {
	Login string `json:"login"`
	Type  string `json:"type"`
}

// Issue is an issue.
type Issue struct {
	Number int      `json:"number"`
	Title  string   `json:"title"`
	Body   string   `json:"body"`
	State  string   `json:"state"`
	Labels []string `json:"-"`
}

// Repository is the repository that the stand-in has.
type Repository struct {
	// URL is the address of the API.
	URL string

	mu           sync.Mutex
	comments     []Comment
	issues       []Issue
	merged       map[string]int
	environments map[string]Environment
	next         int64
}

// Environment is how a GitHub environment is protected.
type Environment struct {
	// Reviewers is how many are asked before a job runs in it.
	Reviewers int
	// Branches says that it admits some branches only.
	Branches bool
}

// pageSize is what the stand-in gives at a time, however much is asked for, so
// that whoever reads must read on.
const pageSize = 2

var workflow = User{Login: "github-actions[bot]", Type: "Bot"}

// Start serves the repository "owner/name" until the test ends.
func Start(t *testing.T, repository string) *Repository {
	t.Helper()
	r := &Repository{merged: map[string]int{}, environments: map[string]Environment{}, next: 1}
	mux := http.NewServeMux()
	base := "/repos/" + repository
	mux.HandleFunc("GET "+base+"/issues/{number}/comments", r.listComments)
	mux.HandleFunc("POST "+base+"/issues/{number}/comments", r.createComment)
	mux.HandleFunc("PATCH "+base+"/issues/comments/{id}", r.editComment)
	mux.HandleFunc("GET "+base+"/commits/{commit}/pulls", r.pullRequests)
	mux.HandleFunc("GET "+base, r.repository)
	mux.HandleFunc("GET "+base+"/environments/{name}", r.environment)
	mux.HandleFunc("GET "+base+"/issues", r.listIssues)
	mux.HandleFunc("POST "+base+"/issues", r.createIssue)
	mux.HandleFunc("PATCH "+base+"/issues/{number}", r.editIssue)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if !strings.HasPrefix(request.Header.Get("Authorization"), "Bearer ") {
			http.Error(w, `{"message":"Requires authentication"}`, http.StatusUnauthorized)
			return
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		mux.ServeHTTP(w, request)
	}))
	t.Cleanup(server.Close)
	r.URL = server.URL
	return r
}

// Merge says that a pull request brought a commit into its branch.
func (r *Repository) Merge(commit string, pullRequest int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.merged[commit] = pullRequest
}

// Make makes an environment, or changes how it is protected.
func (r *Repository) Make(name string, e Environment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.environments[name] = e
}

// Write adds a comment of a person.
func (r *Repository) Write(issue int, body string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.comments = append(r.comments, Comment{r.id(), body, User{"somebody", "User"}, issue})
}

// Comments are the texts of the comments in an issue or a pull request.
func (r *Repository) Comments(issue int) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var texts []string
	for _, c := range r.comments {
		if c.issue == issue {
			texts = append(texts, c.Body)
		}
	}
	return texts
}

// Issues are all issues, also closed ones.
func (r *Repository) Issues() []Issue {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.issues)
}

func (r *Repository) id() int64 {
	r.next++
	return r.next
}

func (r *Repository) listComments(w http.ResponseWriter, request *http.Request) {
	var found []Comment
	for _, c := range r.comments {
		if strconv.Itoa(c.issue) == request.PathValue("number") {
			found = append(found, c)
		}
	}
	page(w, request, found)
}

func (r *Repository) createComment(w http.ResponseWriter, request *http.Request) {
	var c Comment
	if !read(w, request, &c) {
		return
	}
	number, err := strconv.Atoi(request.PathValue("number"))
	if err != nil {
		http.NotFound(w, request)
		return
	}
	c.ID, c.User, c.issue = r.id(), workflow, number
	r.comments = append(r.comments, c)
	answer(w, http.StatusCreated, c)
}

func (r *Repository) editComment(w http.ResponseWriter, request *http.Request) {
	i := slices.IndexFunc(r.comments, func(c Comment) bool { return strconv.FormatInt(c.ID, 10) == request.PathValue("id") })
	if i < 0 {
		http.NotFound(w, request)
		return
	}
	if read(w, request, &r.comments[i]) {
		answer(w, http.StatusOK, r.comments[i])
	}
}

func (r *Repository) pullRequests(w http.ResponseWriter, request *http.Request) {
	found := []map[string]any{}
	if number := r.merged[request.PathValue("commit")]; number != 0 {
		found = append(found, map[string]any{"number": number, "merged_at": time.Now().UTC().Format(time.RFC3339)})
	}
	answer(w, http.StatusOK, found)
}

func (r *Repository) repository(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{"id": 1})
}

func (r *Repository) environment(w http.ResponseWriter, request *http.Request) {
	name := request.PathValue("name")
	e, ok := r.environments[name]
	if !ok {
		answer(w, http.StatusNotFound, map[string]any{"message": "Not Found"})
		return
	}
	type rule = map[string]any
	rules := []rule{}
	if e.Reviewers > 0 {
		reviewers := slices.Repeat([]rule{{"type": "User", "reviewer": rule{"login": "somebody"}}}, e.Reviewers)
		rules = append(rules, rule{"id": r.id(), "type": "required_reviewers", "prevent_self_review": false, "reviewers": reviewers})
	}
	found := rule{"id": r.id(), "name": name, "deployment_branch_policy": nil}
	if e.Branches {
		rules = append(rules, rule{"id": r.id(), "type": "branch_policy"})
		found["deployment_branch_policy"] = rule{"protected_branches": false, "custom_branch_policies": true}
	}
	found["protection_rules"] = rules
	answer(w, http.StatusOK, found)
}

func (r *Repository) listIssues(w http.ResponseWriter, request *http.Request) {
	label, state := request.FormValue("labels"), request.FormValue("state")
	var found []Issue
	for _, i := range r.issues {
		if i.State == state && slices.Contains(i.Labels, label) {
			found = append(found, i)
		}
	}
	page(w, request, found)
}

// change is what a request says of an issue.
type change struct {
	Title  *string   `json:"title"`
	Body   *string   `json:"body"`
	State  *string   `json:"state"`
	Labels *[]string `json:"labels"`
}

func (c change) apply(i *Issue) {
	for _, f := range []struct{ from, to *string }{{c.Title, &i.Title}, {c.Body, &i.Body}, {c.State, &i.State}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	if c.Labels != nil {
		i.Labels = *c.Labels
	}
}

func (r *Repository) createIssue(w http.ResponseWriter, request *http.Request) {
	var c change
	if !read(w, request, &c) {
		return
	}
	i := Issue{Number: int(r.id()), State: "open"}
	c.apply(&i)
	r.issues = append(r.issues, i)
	answer(w, http.StatusCreated, i)
}

func (r *Repository) editIssue(w http.ResponseWriter, request *http.Request) {
	i := slices.IndexFunc(r.issues, func(i Issue) bool { return strconv.Itoa(i.Number) == request.PathValue("number") })
	if i < 0 {
		http.NotFound(w, request)
		return
	}
	var c change
	if read(w, request, &c) {
		c.apply(&r.issues[i])
		answer(w, http.StatusOK, r.issues[i])
	}
}

// page answers with one page, and says where the next one is.
func page[T any](w http.ResponseWriter, request *http.Request, all []T) {
	n, err := strconv.Atoi(request.FormValue("page"))
	if err != nil {
		n = 1
	}
	from, to := min((n-1)*pageSize, len(all)), min(n*pageSize, len(all))
	if to < len(all) {
		w.Header().Set("Link", fmt.Sprintf(`<http://%s%s?page=%d>; rel="next"`, request.Host, request.URL.Path, n+1))
	}
	answer(w, http.StatusOK, append([]T{}, all[from:to]...))
}

// bodyLimit is how many characters GitHub takes in a comment or an issue.
const bodyLimit = 65536

func read(w http.ResponseWriter, request *http.Request, into any) bool {
	if err := json.NewDecoder(request.Body).Decode(into); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return false
	}
	var body string
	switch v := into.(type) {
	case *Comment:
		body = v.Body
	case *change:
		if v.Body != nil {
			body = *v.Body
		}
	}
	if len([]rune(body)) > bodyLimit {
		http.Error(w, `{"message":"Body is too long (maximum is 65536 characters)"}`, http.StatusUnprocessableEntity)
		return false
	}
	return true
}

func answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}
