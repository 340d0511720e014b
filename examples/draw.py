"""Draw the synthetic figures of one office, section by section; each reads only the stream it is given.

A section's figures are ``{input: text as the office would write it}``, in the Vietnamese style of numbers
(``1.234,5``). Sections hold for offices with a trait (empty: for all): nothing is filed that no leaf reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

Figures = dict[str, str]
Section = Callable[[Random], Figures]
PROPAGANDA = ("tt_trang_tin", "tt_hoi_nghi", "tt_truc_quan")
NOTHING = (
    *("tre_han", "thu_xin_loi", "pakn", "pakn_dung_han", "thong_tin_tre", "ky_luat_sai"),
    *("vb_khong_qua_mang", "sang_kien_tinh", "sang_kien_co_so"),
)
"""What a vertical agency without losses counts none of."""
HEAD = ("dung_dau_phu_trach", "dung_dau_trach_nhiem")


def number(value: int, decimals: int = 0) -> str:
    """Write an integer of 10^-decimals as a decision prints it.

    >>> number(1234567, 3), number(4925)
    ('1.234,567', '4.925')
    """
    whole, rest = divmod(value, 10**decimals)
    tail = f",{rest:0{decimals}}" if decimals else ""
    return f"{whole:,}".replace(",", ".") + tail


def pair(stream: Random, whole: str, part: str, least: int, most: int) -> Figures:
    """Draw a whole and the part of it that was done."""
    total = stream.randint(least, most)
    return {whole: number(total), part: number(_done(stream, total))}


def _done(stream: Random, total: int) -> int:
    """Give all of it in two cases of three, else up to a tenth (at least one) less."""
    return total - (stream.randint(0, min(total, max(1, total // 10))) if stream.randrange(3) == 0 else 0)


def _day(stream: Random, deadline: date) -> str:
    return (deadline - timedelta(stream.randint(0, 9))).strftime("%d/%m/%Y")


def _yes(*inputs: str) -> Figures:
    return dict.fromkeys(inputs, "Có")


def _all(total: int, *inputs: str) -> Figures:
    return dict.fromkeys(inputs, number(total))


def _count(stream: Random, **most: int) -> Figures:
    return {code: number(stream.randint(0, high)) for code, high in most.items()}


def direction(stream: Random) -> Figures:
    """Area 1, and its reports: nothing is late unless planted."""
    reports = {"bc_quy_1": 3, "bc_6_thang": 6, "bc_quy_3": 9, "bc_nam": 12}
    return {
        "ngay_kh": _day(stream, date(2023, 1, 31)),
        **_yes("du_noi_dung", "lap_du_toan"),
        **pair(stream, "nhiem_vu", "hoan_thanh", 24, 48),
        **{code: _day(stream, date(2023, month, 15)) for code, month in reports.items()},
        "bc_dot_xuat_tre": "0",
        **pair(stream, "van_de_phat_hien", "van_de_xu_ly", 2, 12),
        **_yes(*PROPAGANDA, *HEAD),
        "tt_dich_vu_cong": stream.choice(("Có", "Có", "Không")),
        **_count(stream, du_thi_chuyen_doi_so=120),
    }


def inspection(stream: Random) -> Figures:
    units = stream.randint(4, 20)
    return {
        "kh_kiem_tra": stream.choice(("Ban hành kịp thời", "Ban hành kịp thời", "Ban hành không kịp thời")),
        "don_vi_truc_thuoc": str(units),
        "da_kiem_tra": str(stream.randint(units // 5, units // 2)),
        **_count(stream, kiem_tra_dot_xuat=3),
    }


def steering(stream: Random) -> Figures:
    return pair(stream, "tieu_chi_phu_trach", "tieu_chi_co_giai_phap", 6, 14) | pair(
        stream, "viec_phu_luc", "viec_phu_luc_dung_han", 2, 6
    )


def institutions(stream: Random) -> Figures:
    issued = stream.randint(1, 6)
    return {
        **pair(stream, "vb_duoc_giao", "vb_dung_tien_do", issued, issued + 3),
        "vb_ban_hanh": str(issued),
        "vb_trai_luat": "0",
        **pair(stream, "vb_trung_uong", "vb_trung_uong_trien_khai", 8, 30),
        "kh_ra_soat": "Ban hành kịp thời",
        **pair(stream, "vb_can_xu_ly", "vb_da_xu_ly", 0, 9),
        **_yes("tdthpl_ke_hoach", "tdthpl_bao_cao"),
        "tdthpl_giai_phap": stream.choice(("Có", "Không")),
    }


def procedures(stream: Random) -> Figures:
    files, late = stream.randint(800, 9000), stream.randint(0, 60)
    kinds, paid, free = stream.randint(40, 160), files * 6 // 10, files // 20
    levels = ("Chỉ có báo cáo rà soát", "Có kiến nghị đơn giản hóa", "Đã đơn giản hóa hoặc được phê duyệt")
    return {
        **pair(stream, "tthc_phai_cong_bo", "tthc_cong_bo_dung_han", 4, 25),
        "tthc": number(kinds),
        "tthc_niem_yet": number(_done(stream, kinds)),
        "tthc_csdl": number(_done(stream, kinds)),
        "ra_soat_tthc": stream.choice(levels),
        "dung_han": number(files - late),
        "tre_han": number(late),
        "thoi_gian_cho": number(stream.randint(180, 320), 1),
        "thu_xin_loi": number(_done(stream, late) if late else 0),
        "hs_tiep_nhan": number(files + 40),
        "hs_nhap_phan_mem": number(files + stream.choice((40, 40, 0))),
        "hs_so_hoa": number((files + 40) * stream.randint(60, 100) // 100),
        **pair(stream, "pakn", "pakn_dung_han", 0, 15),
        **_count(stream, bi_phan_anh=4),
        **_yes("doi_thoai", "tu_danh_gia"),
        **_digital_results(stream, 60, 79),
        **pair(stream, "dvc_du_dieu_kien", "dvc_tich_hop", 20, 90),
        "hs_co_phi": number(paid),
        "hs_phi_bang_0": number(free),
        "hs_tt_truc_tuyen": number((paid - free) * stream.randint(18, 70) // 100),
        **_online(stream, files, 30, 54),
    }


def _digital_results(stream: Random, low: int, high: int) -> Figures:
    results = stream.randint(2000, 20000)
    return {
        "kq_con_hieu_luc": number(results),
        "kq_da_so_hoa": number(results * stream.randint(low, high) // 100),
    }


def _online(stream: Random, files: int, low: int, high: int) -> Figures:
    eligible = files * 9 // 10
    online = eligible * stream.randint(low, high) // 100
    return {"hs_dvc": number(eligible), "hs_truc_tuyen": number(online)}


def administration(stream: Random) -> Figures:
    """Areas 4 to 8 as far as every office answers them."""
    posts, sent = stream.randint(30, 90), stream.randint(1500, 9000)
    secret = stream.randint(5, 60)
    return {
        **_yes("vtvl_xay_dung", "vtvl_bo_tri", "kh_phan_cap", "tu_chu", "cong_khai", "khao_sat"),
        "phoi_hop_dieu_tra": "Có",
        "bien_che_giao": str(posts),
        "bien_che_co_mat": str(posts - stream.randint(0, 4)),
        "kt_phan_cap": str(stream.randint(1, 3)),
        "sai_pham_can_bo": "0",
        **pair(stream, "cb_thuoc_dien", "cb_danh_gia", 60, 300),
        "ky_luat_sai": "0",
        **_count(stream, kt_cong_vu=3, sang_kien_tinh=1, sang_kien_co_so=1),
        **pair(stream, "kh_boi_duong", "da_boi_duong", 10, 60),
        **pair(stream, "tinh_gian_ke_hoach", "tinh_gian_thuc_hien", 0, 5),
        "phai_thu_hoi": (owed := number(stream.choice((0, 0, 1)) * stream.randint(1000, 900000), 3)),
        "da_thu_hoi": owed,
        **pair(stream, "nv_so", "nv_so_hoan_thanh", 6, 20),
        "vb_di": number(sent),
        "vb_khong_qua_mang": number(secret),
        "vb_dien_tu": number(sent - secret - stream.choice((0, 0, sent // 40))),
        **pair(stream, "hscv", "hscv_dien_tu", 2000, 15000),
        **pair(stream, "bc_phai_ket_noi", "bc_ket_noi", 3, 15),
    }


def arrangement(stream: Random) -> Figures:
    return {"kien_toan": stream.choice(("Đã trình phê duyệt", "Hoàn thành", "Hoàn thành"))}


def public_units(stream: Random) -> Figures:
    units = stream.randint(3, 12)
    done = ("sn_bo_tri_vtvl", "sn_tuyen_dung", "sn_danh_gia", "sn_tu_chu")
    return {
        **pair(stream, "sn_phai_sap_xep", "sn_da_sap_xep", 0, 4),
        "don_vi_su_nghiep": str(units),
        **{code: str(_done(stream, units)) for code in done},
        "sn_tu_bao_dam_dau_tu": str(stream.randint(0, 1)),
        "sn_tu_bao_dam_tx": str(stream.randint(0, 1)),
    }


def capital(stream: Random) -> Figures:
    plan = stream.randint(8_000_000, 150_000_000)
    spent = plan * stream.randint(78, 99) // 100 + stream.randint(0, 9999)
    return {"von": number(plan, 3), "giai_ngan": number(min(plan, spent), 3)}


def premises(stream: Random) -> Figures:
    return pair(stream, "nha_dat", "nha_dat_xong", 10, 60)


def assets(stream: Random) -> Figures:
    return pair(stream, "vb_tai_san", "vb_tai_san_xong", 3, 6)


def agency(stream: Random) -> Figures:
    """A vertical agency that did everything: what it lost is planted, so that its points work out by hand."""
    tasks, kinds, staff = stream.randint(20, 40), stream.randint(30, 150), stream.randint(60, 400)
    files, sent, asked = stream.randint(5000, 40000), stream.randint(900, 4000), stream.randint(40, 160)
    return {
        "kh_nganh": "Ban hành kịp thời",
        **_yes(*PROPAGANDA, *HEAD, "doi_thoai", "tu_danh_gia"),
        "ngay_tu_cham": _day(stream, date(2023, 11, 30)),
        **_all(tasks, "nhiem_vu", "hoan_thanh"),
        **_all(kinds, "tthc", "tthc_niem_yet"),
        **_all(files, "dung_han"),
        "thoi_gian_cho": number(stream.randint(150, 240), 1),
        **_online(stream, files, 51, 54),
        **_all(staff, "cb_thuoc_dien", "cb_danh_gia"),
        "kt_cong_vu": "3",
        **_all(sent, "vb_di", "vb_dien_tu"),
        **_all(asked, "phoi_hop", "phoi_hop_dung_han"),
        **dict.fromkeys(NOTHING, "0"),
    }


def district(stream: Random) -> Figures:
    """What a district answers for its communes."""
    communes, files, late = stream.randint(7, 25), stream.randint(9000, 40000), stream.randint(0, 500)
    staff = communes * stream.randint(18, 22)
    return {
        "so_xa": number(communes),
        **_of(communes, stream, "xa_duoc_cham", "xa_cong_khai", "xa_mot_cua", "xa_vpdt", "xa_tu_chu"),
        "cong_bo_chi_so_xa": "Có",
        "xa_dang_ky_kieu_mau": number(stream.randint(0, 4)),
        "tt_truyen_thanh": "Có",
        "xa_dung_han": number(files - late),
        "xa_tre_han": number(late),
        "xa_dat_so_hoa": number(stream.randint(communes // 2, communes)),
        "xa_iso": number(stream.randint(communes // 3, communes)),
        **pair(stream, "xa_phai_sap_xep", "xa_da_sap_xep", 1, 3),
        "cbx_giao": number(staff + stream.randint(0, 9)),
        "cbx_co_mat": number(staff),
        **pair(stream, "cbx_thuoc_dien", "cbx_danh_gia", staff - 3, staff),
        **pair(stream, "kh_boi_duong_xa", "da_boi_duong_xa", 30, 120),
    }


def _of(total: int, stream: Random, *inputs: str) -> Figures:
    return {code: number(_done(stream, total)) for code in inputs}


def commune(stream: Random) -> Figures:
    """What only a commune answers; files are few, staff is small."""
    staff, files, late = stream.randint(17, 23), stream.randint(400, 3000), stream.randint(0, 25)
    issued = stream.randint(0, 3)
    return {
        "dung_han": number(files - late),
        "tre_han": number(late),
        "thu_xin_loi": number(_done(stream, late) if late else 0),
        "hs_tiep_nhan": number(files + 5),
        "hs_nhap_phan_mem": number(files + stream.choice((5, 5, 0))),
        "hs_so_hoa": number((files + 5) * stream.randint(60, 100) // 100),
        "hs_co_phi": number(files // 2),
        "hs_phi_bang_0": number(files // 20),
        "hs_tt_truc_tuyen": number((files // 2 - files // 20) * stream.randint(15, 70) // 100),
        **_online(stream, files, 28, 60),
        **_digital_results(stream, 45, 75),
        "ngay_tu_cham": _day(stream, date(2023, 11, 15)),
        **_yes("du_toan_cchc", "tt_truyen_thanh", "dia_chi_pakn", "mc_phan_cong", "mc_thiet_bi"),
        "dang_ky_kieu_mau": stream.choice(("Có", "Không", "Không")),
        "vb_cap_xa": number(issued),
        "vb_cap_xa_trai_luat": "0",
        "bien_che_giao": number(staff + stream.randint(0, 2)),
        "bien_che_co_mat": number(staff),
        "cb_dat_chuan": number(_done(stream, staff)),
        **pair(stream, "cb_thuoc_dien", "cb_danh_gia", staff, staff),
        **pair(stream, "viec_sap_xep", "viec_sap_xep_xong", 4, 9),
        "phan_cap_sai": "0",
        **_yes("cong_khai_du_toan", "cong_khai_quyet_toan"),
        "dan_chu": stream.choice(("Có", "Có", "Có", "Không")),
        "iso_9001": stream.choice(ISO),
        "nhac_nho": number(stream.choice((0, 0, 0, 1))),
    }


ISO = ("Đang xây dựng", "Đã công bố, chưa vận hành điện tử", "Đã công bố và vận hành ISO điện tử")


def last_year(stream: Random) -> Figures:
    """What 2023's leaves compare with: files settled, waiting time, files handed in online."""
    files = stream.randint(800, 9000)
    return {
        "dung_han": number(files),
        "tre_han": number(files * stream.randint(0, 5) // 100),
        "thoi_gian_cho": number(stream.randint(245, 330), 1),
        **_online(stream, files, 35, 45),
    }


def last_year_results(stream: Random) -> Figures:
    return _digital_results(stream, 60, 68)


def last_year_units(stream: Random) -> Figures:
    return {"sn_tu_bao_dam_dau_tu": str(stream.randint(0, 1))}


SECTIONS: Mapping[str, tuple[tuple[str, Section], ...]] = {
    "so": (
        ("", direction),
        ("co_don_vi_truc_thuoc", inspection),
        ("chu_tri_linh_vuc", steering),
        ("", institutions),
        ("co_tthc", procedures),
        ("", administration),
        ("co_quan_chuyen_mon", arrangement),
        ("co_don_vi_su_nghiep", public_units),
        ("co_von_dau_tu", capital),
        ("co_nha_dat", premises),
        ("chu_tri_tai_san_cong", assets),
    ),
    "nganh_doc": (("", agency),),
    "huyen": (
        *(("", section) for section in (direction, inspection, institutions, procedures, administration)),
        *(("", section) for section in (arrangement, public_units, capital)),
        ("co_nha_dat", premises),
        ("", district),
    ),
    "xa": (
        *(("", section) for section in (direction, institutions, procedures, administration)),
        ("co_von_dau_tu", capital),
        ("", commune),
    ),
}
LAST_YEAR: Mapping[str, tuple[tuple[str, Section], ...]] = {
    "so": (("co_tthc", last_year), ("co_tthc", last_year_results), ("co_don_vi_su_nghiep", last_year_units)),
    "nganh_doc": (("", last_year),),
    "huyen": (("", last_year), ("", last_year_results), ("", last_year_units)),
    "xa": (("", last_year), ("", last_year_results)),
}
