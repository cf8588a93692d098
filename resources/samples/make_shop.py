#!/usr/bin/env python3
"""Writes shop.sqlite, the sample database of a Korean online shop.

    python3 resources/samples/make_shop.py [FILE]

The same rows every time: the numbers come from a generator written here, and no clock is read.
All people, shops and goods are invented.
"""
import datetime
import os
import sqlite3
import sys

FIRST_DAY = datetime.date(2024, 1, 1)
LAST_DAY = datetime.date(2026, 12, 31)
CUSTOMERS, ORDERS = 320, 2000

SCHEMA = """
CREATE TABLE stores (
  store_id INTEGER PRIMARY KEY, -- 매장번호
  store_name TEXT NOT NULL, -- 매장명
  city TEXT NOT NULL, -- 도시
  manager_name TEXT NOT NULL, -- 점장
  opened_on DATE NOT NULL -- 개점일
);
CREATE TABLE customers (
  customer_id INTEGER PRIMARY KEY, -- 고객번호
  name TEXT NOT NULL, -- 고객명
  gender TEXT NOT NULL, -- 성별
  birth_date DATE NOT NULL, -- 생년월일
  city TEXT NOT NULL, -- 도시
  email TEXT UNIQUE, -- 이메일
  grade TEXT NOT NULL, -- 등급
  points INTEGER NOT NULL, -- 적립금
  joined_on DATE NOT NULL, -- 가입일
  is_subscribed INTEGER NOT NULL -- 소식 수신 여부
);
CREATE TABLE categories (
  category_id INTEGER PRIMARY KEY, -- 카테고리번호
  category_name TEXT NOT NULL UNIQUE -- 카테고리명
);
CREATE TABLE products (
  product_id INTEGER PRIMARY KEY, -- 상품번호
  category_id INTEGER NOT NULL REFERENCES categories(category_id), -- 카테고리번호
  product_name TEXT NOT NULL, -- 상품명
  price INTEGER NOT NULL, -- 판매가
  cost INTEGER NOT NULL, -- 원가
  stock_quantity INTEGER NOT NULL, -- 재고수량
  released_on DATE NOT NULL, -- 출시일
  is_active INTEGER NOT NULL -- 판매중 여부
);
CREATE TABLE orders (
  order_id INTEGER PRIMARY KEY, -- 주문번호
  customer_id INTEGER NOT NULL REFERENCES customers(customer_id), -- 고객번호
  store_id INTEGER REFERENCES stores(store_id), -- 수령매장, 택배는 없음
  order_date DATE NOT NULL, -- 주문일
  channel TEXT NOT NULL, -- 주문경로
  status TEXT NOT NULL, -- 주문상태
  shipping_fee INTEGER NOT NULL, -- 배송비
  total_amount INTEGER NOT NULL -- 주문금액
);
CREATE TABLE order_items (
  order_item_id INTEGER PRIMARY KEY, -- 주문상품번호
  order_id INTEGER NOT NULL REFERENCES orders(order_id), -- 주문번호
  product_id INTEGER NOT NULL REFERENCES products(product_id), -- 상품번호
  quantity INTEGER NOT NULL, -- 수량
  unit_price INTEGER NOT NULL, -- 단가
  discount INTEGER NOT NULL -- 할인금액
);
CREATE TABLE payments (
  payment_id INTEGER PRIMARY KEY, -- 결제번호
  order_id INTEGER NOT NULL REFERENCES orders(order_id), -- 주문번호
  method TEXT NOT NULL, -- 결제수단
  amount INTEGER NOT NULL, -- 결제금액
  paid_at DATETIME NOT NULL, -- 결제일시
  refunded_at DATETIME -- 환불일시
);
CREATE TABLE reviews (
  review_id INTEGER PRIMARY KEY, -- 리뷰번호
  product_id INTEGER NOT NULL REFERENCES products(product_id), -- 상품번호
  customer_id INTEGER NOT NULL REFERENCES customers(customer_id), -- 고객번호
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5), -- 평점
  comment TEXT, -- 내용
  review_date DATE NOT NULL -- 작성일
);
CREATE INDEX orders_by_date ON orders(order_date);
CREATE INDEX order_items_by_order ON order_items(order_id);
"""

STORES = [
    ("강남점", "서울", "김도윤", "2019-03-04"), ("홍대점", "서울", "이서연", "2020-06-15"),
    ("잠실점", "서울", "박준호", "2022-09-01"), ("해운대점", "부산", "최유진", "2020-11-20"),
    ("서면점", "부산", "정하늘", "2023-04-10"), ("동성로점", "대구", "강민재", "2021-05-03"),
    ("송도점", "인천", "윤지아", "2022-02-14"), ("판교점", "성남", "한예린", "2021-10-25"),
    ("둔산점", "대전", "오태양", "2023-08-07"), ("상무점", "광주", "서지훈", "2024-03-18"),
]

CITIES = [("서울", 34), ("부산", 13), ("인천", 10), ("대구", 9), ("대전", 7), ("광주", 6), ("수원", 6),
          ("성남", 5), ("울산", 4), ("고양", 3), ("제주", 2), ("전주", 1)]

# category, share of sales, [(product, price, share within the category)]
GOODS = [
    ("패션의류", 18, [("베이직 코튼 티셔츠", 19900, 6), ("오버핏 후드 집업", 49900, 4), ("와이드 데님 팬츠", 59900, 4),
                  ("캐시미어 머플러", 39900, 2), ("경량 패딩 조끼", 69000, 3), ("린넨 셔츠", 45000, 2),
                  ("울 블렌드 코트", 189000, 1), ("스트라이프 니트", 42000, 2)]),
    ("뷰티", 16, [("수분 진정 크림", 28000, 6), ("비타민 세럼", 35000, 4), ("선크림 SPF50", 18000, 6), ("클렌징 오일", 22000, 3),
                ("쿠션 파운데이션", 32000, 3), ("립 틴트", 14000, 4), ("마스크팩 10매", 12000, 5)]),
    ("식품", 22, [("유기농 쌀 10kg", 42000, 4), ("제주 감귤 5kg", 24900, 4), ("김치 3kg", 27000, 5), ("드립백 커피 30개입", 19800, 5),
                ("한우 불고기 600g", 38900, 2), ("견과류 선물세트", 45000, 2), ("즉석밥 24개입", 25900, 6),
                ("구운 김 20봉", 15900, 4)]),
    ("생활용품", 15, [("3겹 화장지 30롤", 21900, 6), ("캡슐 세제 50개입", 18900, 4), ("극세사 수건 10장", 23900, 3),
                  ("스테인리스 텀블러", 26000, 3), ("논슬립 옷걸이 50개", 15900, 2), ("디퓨저 200ml", 29000, 2),
                  ("메모리폼 베개", 39900, 2)]),
    ("가전디지털", 13, [("무선 이어폰", 89000, 5), ("블루투스 스피커", 65000, 3), ("로봇청소기", 459000, 1), ("공기청정기", 229000, 1),
                   ("고속 충전기 65W", 32000, 5), ("기계식 키보드", 99000, 2), ("27인치 모니터", 269000, 1),
                   ("가습기", 54000, 3)]),
    ("도서", 6, [("데이터 분석 첫걸음", 24000, 3), ("퇴근 후 글쓰기", 16800, 2), ("한국 근현대사 산책", 19800, 1), ("초등 수학 문제집", 13500, 3),
               ("SQL 실무 노트", 27000, 2)]),
    ("스포츠레저", 7, [("요가 매트 10mm", 29900, 4), ("러닝화", 119000, 3), ("덤벨 세트 20kg", 64900, 2), ("캠핑 의자", 38000, 3),
                   ("등산 배낭 30L", 79000, 2)]),
    ("반려동물", 3, [("강아지 사료 5kg", 38900, 4), ("고양이 모래 20L", 24900, 4), ("자동 급식기", 79000, 1), ("반려견 간식 세트", 16900, 4)]),
]

FAMILY = ("김" * 21 + "이" * 15 + "박" * 8 + "최" * 5 + "정" * 5 + "강" * 2 + "조" * 2 + "윤" * 2 + "장" * 2 + "임" * 2 +
          "한오서신권황안송류홍")
GIVEN = {
    "F": "서연 지우 하은 민서 수빈 지민 유진 예린 다은 소영 은지 혜진 미경 영희 정숙 가은 나연 보라 세영 채원".split(),
    "M": "민준 서준 도윤 지훈 준호 현우 건우 성민 태현 동현 재훈 상우 영수 진호 승현 우진 시우 규민 병철 종민".split(),
}
METHODS = [("신용카드", 46), ("카카오페이", 20), ("네이버페이", 18), ("계좌이체", 9), ("휴대폰결제", 7)]
CHANNELS = [("app", 55), ("web", 32), ("store", 13)]
COMMENTS = {
    5: ["배송도 빠르고 품질이 정말 좋아요", "재구매 의사 있습니다", "기대 이상이에요", "선물용으로 샀는데 반응이 좋았어요", None],
    4: ["가격 대비 만족합니다", "전반적으로 좋은데 포장이 아쉬워요", "무난하게 쓰기 좋아요", None],
    3: ["보통이에요", "생각보다 작아요", "색상이 사진과 조금 달라요"],
    2: ["배송이 너무 늦었어요", "마감이 아쉽습니다"],
    1: ["불량이 와서 교환했어요", "다시는 안 살 것 같아요"],
}


class Random:
    """PCG-XSH-RR 32 (O'Neill 2014): the same numbers in every Python."""

    def __init__(self, seed):
        self.state = 0
        self.next()
        self.state = (self.state + seed) & (2**64 - 1)
        self.next()

    def next(self):
        old = self.state
        self.state = (old * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
        word, turn = ((old >> 18) ^ old) >> 27 & 0xFFFFFFFF, old >> 59
        return (word >> turn | word << (-turn & 31)) & 0xFFFFFFFF

    def below(self, n):
        return self.next() * n >> 32

    def pick(self, items):
        return items[self.below(len(items))]

    def weighted(self, pairs):
        at = self.below(sum(pair[-1] for pair in pairs))
        for pair in pairs:
            at -= pair[-1]
            if at < 0:
                return pair if len(pair) > 2 else pair[0]

    def chance(self, percent):
        return self.below(100) < percent

    def day(self, first, last):
        return first + datetime.timedelta(self.below((last - first).days + 1))


def make_customers(random):
    rows = []
    for number in range(1, CUSTOMERS + 1):
        gender = "F" if random.chance(56) else "M"
        name = random.pick(FAMILY) + random.pick(GIVEN[gender])
        born = random.day(datetime.date(1960, 1, 1), datetime.date(2006, 12, 31))
        # Half of them were there before the first order of the data.
        joined = random.day(datetime.date(2021, 1, 4), FIRST_DAY) if random.chance(50) else \
            random.day(FIRST_DAY, datetime.date(2026, 11, 30))
        rows.append(dict(id=number, name=name, gender=gender, born=born, city=random.weighted(CITIES),
                         email=f"user{number:04d}@example.com" if random.chance(94) else None,
                         joined=joined, subscribed=int(random.chance(62)), spent=0, eager=1 + random.below(9)))
    return rows


def make_products(random):
    rows = []
    for category, (_, _, goods) in enumerate(GOODS, 1):
        for name, price, share in goods:
            late = random.chance(20)
            released = random.day(datetime.date(2024, 6, 1), datetime.date(2026, 6, 30)) if late else \
                random.day(datetime.date(2021, 3, 1), datetime.date(2023, 12, 15))
            cost = price * (48 + random.below(25)) // 100 // 100 * 100
            rows.append(dict(id=len(rows) + 1, category=category, name=name, price=price, cost=cost, share=share,
                             stock=0 if random.chance(5) else 5 + random.below(400), released=released,
                             active=int(not random.chance(6))))
    return rows


def order_day(random):
    """Later years and November to December sell more."""
    while True:
        day = random.day(FIRST_DAY, LAST_DAY)
        weight = 55 + 12 * (day.year - FIRST_DAY.year) + (14 if day.month >= 11 else 0) + (6 if day.weekday() >= 5 else 0)
        if random.chance(weight):
            return day


def make_status(random, day):
    left = (LAST_DAY - day).days
    if random.chance(5):
        return "cancelled"
    if left < 3:
        return "paid"
    if left < 8:
        return "shipped"
    return "returned" if random.chance(4) else "delivered"


def make_items(random, day, products):
    chosen = {}
    for _ in range(random.weighted([(1, 45), (2, 28), (3, 17), (4, 10)])):
        category = random.weighted([(at, share) for at, (_, share, _) in enumerate(GOODS, 1)])
        there = [(p, p["share"]) for p in products if p["category"] == category and p["released"] <= day]
        if there:
            product = random.weighted(there)
            chosen[product["id"]] = product
    items = []
    for product in chosen.values():
        quantity = random.weighted([(1, 72), (2, 20), (3, 8)]) if product["price"] < 100000 else 1
        off = random.weighted([(0, 70), (5, 12), (10, 12), (20, 6)])
        items.append((product, quantity, product["price"], product["price"] * quantity * off // 100 // 10 * 10))
    return items


def fill(database, random):
    customers, products = make_customers(random), make_products(random)
    database.executemany("INSERT INTO stores VALUES (?,?,?,?,?)",
                         [(number, *store) for number, store in enumerate(STORES, 1)])
    database.executemany("INSERT INTO categories VALUES (?,?)",
                         [(number, name) for number, (name, _, _) in enumerate(GOODS, 1)])
    database.executemany("INSERT INTO products VALUES (?,?,?,?,?,?,?,?)",
                         [(p["id"], p["category"], p["name"], p["price"], p["cost"], p["stock"],
                           p["released"].isoformat(), p["active"]) for p in products])

    orders, items, payments, reviews = [], [], [], []
    for number, day in enumerate(sorted(order_day(random) for _ in range(ORDERS)), 1001):
        customer = random.weighted([(c, c["eager"]) for c in customers if c["joined"] <= day])
        bought = make_items(random, day, products)
        while not bought:
            bought = make_items(random, day, products)
        goods = sum(quantity * price - off for _, quantity, price, off in bought)
        channel, status = random.weighted(CHANNELS), make_status(random, day)
        near = [at for at, store in enumerate(STORES, 1) if store[1] == customer["city"] and store[3] <= day.isoformat()]
        store = random.pick(near) if near and (channel == "store" or random.chance(8)) else None
        if channel == "store" and store is None:
            channel = "app"
        fee = 0 if store or goods >= 30000 else 3000
        total = goods + fee
        orders.append((number, customer["id"], store, day.isoformat(), channel, status, fee, total))
        for product, quantity, price, off in bought:
            items.append((len(items) + 1, number, product["id"], quantity, price, off))
        paid = datetime.datetime.combine(day, datetime.time(7 + random.below(17), random.below(60), random.below(60)))
        refunded = None
        if status in ("cancelled", "returned"):
            back = paid + datetime.timedelta(1 + random.below(6), random.below(36000))
            refunded = min(back, datetime.datetime(2026, 12, 31, 23, 50)).isoformat(" ")
        else:
            customer["spent"] += total
        payments.append((len(payments) + 1, number, random.weighted(METHODS), total, paid.isoformat(" "), refunded))
        if status == "delivered":
            for product, *_ in bought:
                written = day + datetime.timedelta(3 + random.below(18))
                if random.chance(26) and written <= LAST_DAY:
                    rating = random.weighted([(5, 45), (4, 30), (3, 14), (2, 7), (1, 4)])
                    reviews.append((product["id"], customer["id"], rating, random.pick(COMMENTS[rating]), written.isoformat()))

    ranked = sorted(customers, key=lambda c: (-c["spent"], c["id"]))
    for place, customer in enumerate(ranked):
        part = place / len(ranked)
        customer["grade"] = "VIP" if part < 0.06 else "Gold" if part < 0.2 else "Silver" if part < 0.5 else "Basic"
        customer["points"] = customer["spent"] // 100 // 10 * 10
    database.executemany("INSERT INTO customers VALUES (?,?,?,?,?,?,?,?,?,?)",
                         [(c["id"], c["name"], c["gender"], c["born"].isoformat(), c["city"], c["email"], c["grade"],
                           c["points"], c["joined"].isoformat(), c["subscribed"]) for c in customers])
    database.executemany("INSERT INTO orders VALUES (?,?,?,?,?,?,?,?)", orders)
    database.executemany("INSERT INTO order_items VALUES (?,?,?,?,?,?)", items)
    database.executemany("INSERT INTO payments VALUES (?,?,?,?,?,?)", payments)
    reviews.sort(key=lambda review: review[4])
    database.executemany("INSERT INTO reviews VALUES (?,?,?,?,?,?)",
                         [(number, *review) for number, review in enumerate(reviews, 1)])


def main():
    default = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shop.sqlite")
    target = sys.argv[1] if len(sys.argv) > 1 else default
    temporary = target + ".tmp"
    if os.path.exists(temporary):
        os.remove(temporary)
    database = sqlite3.connect(temporary)
    database.executescript(SCHEMA)
    fill(database, Random(20240101))
    database.commit()
    wrong = database.execute("PRAGMA foreign_key_check").fetchall()
    database.commit()
    database.execute("VACUUM")
    database.close()
    if wrong:
        sys.exit(f"error: rows without their parents: {wrong[:3]}")
    os.replace(temporary, target)


if __name__ == "__main__":
    main()
