# How scripts put a flash sale on the running engine; sourced by them after engine.sh.
#
# Usage: id="$(flash_sale SELLER_TOKEN CHECKER_TOKEN TITLE STOCK PRICE SHOPPER_LIMIT ORDER_LIMIT OPENS_AT_SECOND)"

# Creates, submits and approves a sale of one hour with the one offer "item", and prints its id.
flash_sale() {
  local seller="$1" checker="$2" title="$3" stock="$4" price="$5" campaign id
  campaign="$(operations "$seller" POST /admin/v1/campaigns "{\"kind\":\"flash_sale\",\"title\":\"$title\",\"copy\":\"$title\",
    \"offers\":[{\"sku\":\"item\",\"name\":\"$title\",\"priceFen\":$price,\"listPriceFen\":$price,\"allocation\":$stock}],
    \"opensAt\":\"$(utc "$8")\",\"closesAt\":\"$(utc $(($8 + 3600)))\",\"payWithinSeconds\":900,
    \"perShopperLimit\":$6,\"perOrderLimit\":$7}")"
  [[ "$campaign" =~ \"id\":\ *\"([0-9A-Z]{13})\" ]] || fail "the engine's answer holds no campaign id: $campaign"
  id="${BASH_REMATCH[1]}"
  operations "$seller" POST "/admin/v1/campaigns/$id/submit" '{}' >/dev/null
  operations "$checker" POST "/admin/v1/campaigns/$id/approve" '{}' >/dev/null
  printf '%s\n' "$id"
}
