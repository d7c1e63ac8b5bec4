# The chains and teams that two rows of scripts/bench need; sourced by it after rows.sh.
#
# Usage: need_seats ROW REQUESTS
# A campaign has a chain of twenty helpers a shopper, or two teams of ten, and fewer in quick mode. When a row's next run could
# fill them, the row gets another campaign.
declare -A opening=([assist]=start_chain [join_team]=open_team) formations=([assist]=10000 [join_team]=20000)
declare -A seats_each=([assist]=20 [join_team]=9) seats_left=([assist]=0 [join_team]=0) start_at=()

# Makes sure that a ROW's next so many REQUESTS are accepted; other rows need nothing.
need_seats() {
  [[ -n "${opening[$1]:-}" ]] || return 0
  ((seats_left[$1] < $2)) || return 0
  sale[$1]="$(approved "$operator" "$operator" "$("${1}_body")")"
  run_java Once "count=${formations[$1]}" tokens="$work/tokens" "salt=open$1" "ids=$work/$1.ids" "body={\"sku\":\"item\"}" \
    "path=/v1/campaigns/${sale[$1]}/actions/${opening[$1]}"
  [[ "$(sort -u "$work/$1.ids" | wc -l)" -eq "${formations[$1]}" ]] || fail "some formations of $1 have no id; see $work/$1.ids"
  seats_left[$1]=$((formations[$1] * seats_each[$1])) start_at[$1]=0
  [[ "$1" == assist ]] || bought[${sale[$1]}]="${formations[$1]}"
}

# After a run of a ROW with so many REQUESTS, each thread starts at START the next time.
took_seats() {
  [[ -n "${opening[$1]:-}" ]] || return 0
  seats_left[$1]=$((formations[$1] * seats_each[$1] - 2 * $2)) start_at[$1]="$2"
}

assist_body() {
  local terms
  terms="$(sale_body Bargain 10000000 990 1000 1000 "$(($(date +%s) - 1))")"
  printf '%s,"rules":{"floorFen":90,"helpers":20,"maxAssistsPerDay":1000,"maxAssistsPerCampaign":1000}}' \
    "$(sed 's/flash_sale/bargain/; s/}$//' <<<"$terms")"
}

join_team_body() {
  teams_body 10 2
}
