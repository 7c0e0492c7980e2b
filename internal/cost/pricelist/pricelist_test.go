package pricelist

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pricing"

	"github.com/example/predictive-maintenance/internal/cost"
)

// product is a line of testdata: what the API has of the services that are asked, by
// the names that AWS's documents and public copies of its price lists have. What is
// beside that which is asked for has other prices than AWS's, so that taking the one
// for the other shows.
type product struct{ service, family, region, usage, volume, tiers string }

func products(t *testing.T) (all []product) {
	t.Helper()
	content, err := os.ReadFile("testdata/products.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		all = append(all, product{row[0], row[1], row[2], row[3], row[4], row[5]})
	}
	return all
}

// json is the product in the form that AWS documents for aws_v1.
func (p product) json(t *testing.T) string {
	t.Helper()
	const term = "SKU.JRTCKXETXF"
	dimensions := map[string]any{}
	tiers := strings.Fields(p.tiers)
	for i, tier := range tiers {
		begin, usd, _ := strings.Cut(tier, ":")
		end := "Inf"
		if i+1 < len(tiers) {
			end, _, _ = strings.Cut(tiers[i+1], ":")
		}
		code := fmt.Sprintf("%s.%d", term, i)
		dimensions[code] = map[string]any{
			"rateCode": code, "unit": "Hrs", "beginRange": begin, "endRange": end, "description": "", "appliesTo": []string{},
			"pricePerUnit": map[string]string{"USD": usd},
		}
	}
	content, err := json.Marshal(map[string]any{
		"serviceCode": p.service, "version": "20260401000000", "publicationDate": "2026-04-01T00:00:00Z",
		"product": map[string]any{"sku": "SKU", "productFamily": p.family, "attributes": map[string]string{
			"servicecode": p.service, "regionCode": p.region, "usagetype": p.usage, "volumeType": p.volume,
		}},
		"terms": map[string]any{"OnDemand": map[string]any{term: map[string]any{
			"sku": "SKU", "effectiveDate": "2026-04-01T00:00:00Z", "offerTermCode": "JRTCKXETXF", "termAttributes": map[string]string{},
			"priceDimensions": dimensions,
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// api answers with those of the products that the filters leave, three a page.
func api(t *testing.T, all []product) *pricing.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("X-Amz-Target"); got != "AWSPriceListService.GetProducts" {
			t.Errorf("asked for %s", got)
		}
		var asked struct {
			ServiceCode, FormatVersion, NextToken string
			Filters                               []struct{ Type, Field, Value string }
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		left := slices.DeleteFunc(slices.Clone(all), func(p product) bool {
			out := p.service != asked.ServiceCode
			for _, f := range asked.Filters {
				value, known := map[string]string{"regionCode": p.region, "productFamily": p.family, "volumeType": p.volume}[f.Field]
				if !known || f.Type != "TERM_MATCH" {
					t.Errorf("filtered by %v", f)
				}
				out = out || value != f.Value
			}
			return out
		})
		const perPage = 3
		page := 0
		if asked.NextToken != "" {
			fmt.Sscan(asked.NextToken, &page)
		}
		answer := map[string]any{"FormatVersion": asked.FormatVersion}
		list := []string{}
		for _, p := range left[min(page*perPage, len(left)):min((page+1)*perPage, len(left))] {
			list = append(list, p.json(t))
		}
		answer["PriceList"] = list
		if (page+1)*perPage < len(left) {
			answer["NextToken"] = fmt.Sprint(page + 1)
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return pricing.New(pricing.Options{Region: Region, BaseEndpoint: aws.String(server.URL), Credentials: aws.AnonymousCredentials{}})
}

var (
	old   = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	today = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
)

// Each price is found once in the regions that the environments use, beside whatever
// else AWS has of the service, and is that of the day on which the lines were compared
// with their sources.
func TestEachPriceIsFoundOnce(t *testing.T) {
	content, err := os.ReadFile("../testdata/prices.csv")
	if err != nil {
		t.Fatal(err)
	}
	prices, err := cost.Parse(content)
	if err != nil {
		t.Fatal(err)
	}
	regions := []string{"us-east-1", "us-west-2"}
	r, err := Refresh(t.Context(), api(t, products(t)), nil, regions, today)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range r.Unsettled {
		t.Error(line)
	}
	if got, want := len(r.Prices), len(queries)*len(regions); got != want {
		t.Errorf("%d prices, not %d", got, want)
	}
	for _, found := range r.Prices {
		i := slices.IndexFunc(prices, func(p cost.Price) bool { return p.ID == found.ID && p.Region == found.Region })
		if i >= 0 && prices[i].USD != found.USD {
			t.Errorf("%s in %s is %v in testdata, and %v in the file", found.ID, found.Region, found.USD, prices[i].USD)
		}
	}
}

func TestRefresh(t *testing.T) {
	prices := cost.Prices{
		{ID: "nat.hour", Region: "us-east-1", USD: 0.04, Unit: "hour", Checked: old, Source: "https://a.example"},
		{ID: "kms.requests", Region: "us-east-1", USD: 0.03, Unit: "10,000 requests to KMS", Checked: old, Source: "https://a.example"},
		{ID: "alb.hour", Region: "us-east-1", USD: 0.02, Unit: "hour", Checked: old, Source: "https://a.example"},
		{ID: "firehose.gb", Region: "us-east-1", USD: 0.03, Unit: "GB through Firehose", Checked: old, Source: "https://a.example"},
		{ID: "supabase.small", Region: cost.Everywhere, USD: 0.0206, Unit: "hour", Checked: old, Source: "https://a.example"},
	}
	// Of a load balancer there are two prices, and of Firehose none.
	all := append(products(t), product{"AWSELB", "Load Balancer-Application", "us-east-1", "USE1-LoadBalancerUsage", "", "0:0.04"})
	all = slices.DeleteFunc(all, func(p product) bool { return p.service == "AmazonKinesisFirehose" && p.region == "us-east-1" })
	r, err := Refresh(t.Context(), api(t, all), prices, []string{"us-east-1", "eu-west-1"}, today)
	if err != nil {
		t.Fatal(err)
	}
	changed, unsettled := strings.Join(r.Changed, "\n"), strings.Join(r.Unsettled, "\n")
	for _, want := range []string{
		"nat.hour in us-east-1 was 0.04, and is 0.045", "nat.hour in eu-west-1 is new: 0.048", "nat.gb in us-east-1 is new: 0.045",
	} {
		if !strings.Contains(changed, want) {
			t.Errorf("no %q in:\n%s", want, changed)
		}
	}
	for _, want := range []string{
		"alb.hour in us-east-1: 2 prices of LoadBalancerUsage in AWSELB [0.0225 0.04]", "firehose.gb in us-east-1: 0 prices of BilledBytes in AmazonKinesisFirehose []",
	} {
		if !strings.Contains(unsettled, want) {
			t.Errorf("no %q in:\n%s", want, unsettled)
		}
	}
	if strings.Contains(changed, "kms.requests in us-east-1") {
		t.Errorf("what costs the same is told:\n%s", changed)
	}
	want := cost.Prices{
		{ID: "nat.hour", Region: "us-east-1", USD: 0.045, Unit: "hour", Checked: today, Source: "https://api.pricing.us-east-1.amazonaws.com/?ServiceCode=AmazonEC2"},
		// The first 20,000 are free.
		{ID: "kms.requests", Region: "us-east-1", USD: 0.03, Unit: "10,000 requests to KMS", Checked: today, Source: "https://api.pricing.us-east-1.amazonaws.com/?ServiceCode=awskms"},
		prices[2], prices[3], prices[4],
	}
	if got := r.Prices[:len(prices)]; !slices.Equal(got, want) {
		t.Errorf("refreshed to\n%v, not\n%v", got, want)
	}
	if prices[0].USD != 0.04 {
		t.Error("the prices that were there are changed")
	}
	// What is written can be read.
	content, err := r.Prices.Format()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := cost.Parse(content); err != nil || len(again) != len(r.Prices) {
		t.Errorf("%d of %d prices are read: %v", len(again), len(r.Prices), err)
	}
}

func TestRefreshSaysWhatAWSRefused(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"__type": "AccessDeniedException", "message": "no pricing:GetProducts"}`)
	}))
	defer server.Close()
	client := pricing.New(pricing.Options{Region: Region, BaseEndpoint: aws.String(server.URL), Credentials: aws.AnonymousCredentials{}})
	_, err := Refresh(t.Context(), client, nil, []string{"us-east-1"}, time.Time{})
	if err == nil || !strings.Contains(err.Error(), "Price List API for fargate.vcpu in us-east-1") || !strings.Contains(err.Error(), "no pricing:GetProducts") {
		t.Errorf("%v", err)
	}
}

// A price whose unit is another than the file's would be counted wrongly.
func TestUnitsAreThoseOfTheFile(t *testing.T) {
	prices, err := cost.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range prices {
		for _, q := range queries {
			if q.id == p.ID && q.unit != p.Unit {
				t.Errorf("%s is of a %q, and asked for by %q", p.ID, p.Unit, q.unit)
			}
		}
	}
}
