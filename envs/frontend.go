package envs

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Frontend is an environment's Vercel project, which builds and serves the web
// application. Vercel deploys each push to Branch by itself.
type Frontend struct {
	// Project is the Vercel project's name, unique within the team: 1 to 100
	// lower case letters, digits and hyphens.
	Project string

	// Repository is the GitHub repository, "owner/name", to which Vercel's
	// GitHub app has access.
	Repository string

	// Branch is the one whose pushes are served at Domain.
	Branch string

	// Previews also builds every other branch and pull request, each at an
	// address of its own, which asks for a Vercel login.
	Previews bool

	// RootDirectory is the application's folder in the repository; empty for
	// the repository's own.
	RootDirectory string

	// Framework is Vercel's name for the framework: "nextjs". It says how to
	// build, and how a variable is called that browsers may see.
	Framework string

	// InstallCommand, BuildCommand and OutputDirectory replace the framework's
	// own; empty for those.
	InstallCommand, BuildCommand, OutputDirectory string

	// Team is the slug or id of the Vercel team; empty for the token's own
	// account.
	Team string

	// Domain is where the application is served: a name within the environment's
	// zone, in which its DNS record is made.
	Domain string

	// Redirects are names within the zone that lead to Domain.
	Redirects []string
}

// publicPrefixes begin the variables that a framework puts into what browsers
// load, by Vercel's name of the framework.
var publicPrefixes = map[string]string{
	"astro":            "PUBLIC_",
	"create-react-app": "REACT_APP_",
	"gatsby":           "GATSBY_",
	"nextjs":           "NEXT_PUBLIC_",
	"nuxtjs":           "NUXT_PUBLIC_",
	"sveltekit-1":      "PUBLIC_",
	"vite":             "VITE_",
	"vue":              "VUE_APP_",
}

// PublicVariable is the name under which browsers see a variable: API_URL is
// NEXT_PUBLIC_API_URL to Next.js.
func (f Frontend) PublicVariable(name string) string { return publicPrefixes[f.Framework] + name }

// vercelProject is the form of a project's name (Vercel's API, and the
// provider, which takes fewer characters).
var vercelProject = regexp.MustCompile(`^[a-z0-9-]{1,100}$`)

// vercelTeam is a team's slug, or its id.
var vercelTeam = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// names are the domain names of the front end; none where there is no front
// end.
func (f *Frontend) names() []string {
	if f == nil {
		return nil
	}
	return append([]string{f.Domain}, f.Redirects...)
}

const folderRule = "must be a path within the repository, without a slash at either end"

func withinRepository(path string) bool {
	if path == "" {
		return true
	}
	for _, part := range strings.Split(path, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return !strings.Contains(path, "\n") && !strings.Contains(path, `\`)
}

func (f Frontend) problems(field string, e Environment) []Problem {
	c := &checks{field: field}
	c.require(vercelProject.MatchString(f.Project) && !strings.Contains(f.Project, "---"), "project", f.Project,
		"must be 1 to 100 lower case letters, digits and hyphens, with no three hyphens in a row")
	c.repository("repository", f.Repository)
	c.branch("branch", f.Branch)
	for _, text := range []struct{ field, value string }{
		{"root_directory", f.RootDirectory}, {"install_command", f.InstallCommand},
		{"build_command", f.BuildCommand}, {"output_directory", f.OutputDirectory},
	} {
		c.literal(text.field, text.value)
	}
	c.require(withinRepository(f.RootDirectory), "root_directory", f.RootDirectory, folderRule)
	c.require(withinRepository(f.OutputDirectory), "output_directory", f.OutputDirectory, folderRule)
	frameworks := slices.Sorted(maps.Keys(publicPrefixes))
	c.require(slices.Contains(frameworks, f.Framework), "framework", f.Framework, "is none of %s", list(frameworks))
	c.require(f.Team == "" || vercelTeam.MatchString(f.Team), "team", f.Team, "must be a team's slug or id, or empty")

	c.frontendName("domain", f.Domain, e.Domain)
	for i, name := range f.Redirects {
		c.frontendName("redirects", name, e.Domain)
		c.require(!slices.Contains(f.Redirects[:i], name), "redirects", name, "is named twice")
		c.require(name != f.Domain, "redirects", name, "leads to itself")
	}
	return c.found
}

// frontendName refuses the zone's own name, which takes no CNAME record.
func (c *checks) frontendName(field, name string, d Domain) {
	c.require(domainName.MatchString(name), field, name, domainNameRule)
	c.require(!domainName.MatchString(d.Zone) || below(name, d.Zone), field, name, "must lie within the zone %q, below its own name", d.Zone)
	c.require(name != d.API, field, name, "is the API's")
}
