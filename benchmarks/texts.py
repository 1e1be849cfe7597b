"""Plan texts of our own wording, drawn with a fixed seed: rows of a plan table, and phrases of one kind.

In: a seed. Out: texts that hardly repeat in contents, targets and methods, and repeat as real plans do in owners and
times. Nothing here is under test; the benchmarks read it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

HEADER = ("STT", "Nội dung nhiệm vụ", "Chỉ tiêu", "Thời gian", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm")
WIDTHS = (12, 75, 45, 27, 35, 40, 30)
_DO = (
    "Rà soát, cập nhật, công bố", "Xây dựng, trình ban hành", "Tổ chức triển khai", "Kiểm tra, đôn đốc việc thực hiện",
    "Số hóa, lưu trữ và tái sử dụng", "Công khai, minh bạch", "Đánh giá, nghiệm thu", "Tham mưu, đề xuất sửa đổi",
    "Nâng cao chất lượng", "Tuyên truyền, phổ biến", "Chuẩn hóa, kết nối và chia sẻ", "Tập huấn, bồi dưỡng về",
)  # fmt: skip
_WHAT = (
    "danh mục thủ tục hành chính", "kế hoạch kiểm tra công vụ", "hồ sơ địa chính", "cơ sở dữ liệu giá đất",
    "bản đồ hiện trạng sử dụng đất", "quy chế phối hợp liên ngành", "định mức kinh tế - kỹ thuật", "dữ liệu dân cư",
    "chương trình khuyến nông", "công trình thủy lợi nhỏ", "mô hình trường học xanh", "chỉ số chuyển đổi số",
    "sản phẩm đạt chuẩn theo chương trình mỗi xã một sản phẩm", "dịch vụ công trực tuyến toàn trình",
)  # fmt: skip
_WHERE = (
    "trên địa bàn tỉnh", "tại các xã vùng cao", "trong các cơ quan hành chính", "ở các khu công nghiệp",
    "tại bộ phận một cửa các cấp", "trên cổng dịch vụ công", "trong ngành nông nghiệp", "tại các cơ sở giáo dục",
)  # fmt: skip
_WHY = (
    "bảo đảm đúng thời gian, đúng quy định", "tạo thuận lợi cho người dân và doanh nghiệp",
    "kịp thời tháo gỡ khó khăn, vướng mắc từ cơ sở", "phục vụ công tác chỉ đạo, điều hành của lãnh đạo",
    "gắn với trách nhiệm của người đứng đầu", "làm cơ sở đánh giá, xếp loại thi đua cuối năm",
)  # fmt: skip
_THING = ("hồ sơ", "văn bản", "thủ tục", "đơn vị", "kiến nghị", "hộ dân", "doanh nghiệp", "cán bộ, công chức")
_DONE = ("được số hóa", "được giải quyết đúng hạn", "được xử lý trên môi trường mạng", "được tập huấn", "được kiểm tra")
_UNIT = ("mô hình", "lớp tập huấn", "cuộc kiểm tra", "giải pháp", "hội nghị", "dự án", "sản phẩm")
_RATE = ("Tỷ lệ hài lòng", "Tỷ lệ giải ngân", "Tỷ lệ hồ sơ trực tuyến", "Mức độ hoàn thành", "Tỷ lệ che phủ rừng")
_QUARTER = ("I", "II", "III", "IV")
_LEAD = (
    "Văn phòng Sở", "Thanh tra Sở", "Phòng Kế hoạch - Tài chính", "Phòng Tổ chức cán bộ", "Sở Nội vụ", "Sở Tài chính",
    "Sở Tư pháp", "Sở Thông tin và Truyền thông", "Sở Tài nguyên và Môi trường", "Sở Giáo dục và Đào tạo", "Sở Y tế",
    "UBND các huyện, thị xã, thành phố", "Công an tỉnh", "Văn phòng UBND tỉnh", "Trung tâm Công nghệ thông tin",
    "Ban Quản lý các khu công nghiệp", "Chi cục Kiểm lâm", "Sở Nông nghiệp và Phát triển nông thôn",
)  # fmt: skip
_COOP = ("Các sở, ban, ngành", "Các phòng, đơn vị thuộc Sở", "Các đơn vị liên quan", "Hội Nông dân tỉnh", "Tỉnh đoàn")
_PAPER = ("Quyết định", "Kế hoạch", "Báo cáo kết quả", "Tờ trình, dự thảo văn bản", "Công văn hướng dẫn", "Hồ sơ")


class Texts:
    """A stream of texts; the same seed gives the same stream."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def _one(self, words: tuple[str, ...]) -> str:
        return self._chance.choice(words)

    def _some(self, low: int, high: int) -> int:
        return self._chance.randint(low, high)

    def _task(self) -> str:
        return f"{self._one(_DO)} {self._one(_WHAT)} {self._one(_WHERE)}, {self._one(_WHY)}"

    def content(self, sentences: int) -> str:
        """So many sentences; some bulleted, some with a cited document."""
        tasks = [self._task() for _ in range(sentences)]
        if self._chance.random() < 0.2:
            paper = f"{self._some(1, 3000)}/QĐ-UBND ngày {self._some(1, 28):02}/{self._some(1, 12):02}/2023"
            tasks[-1] += f" theo Quyết định số {paper} của UBND tỉnh"
        return ";\n".join(f"- {task}" for task in tasks) if sentences > 2 else "; ".join(tasks)

    def target(self) -> str:
        n, m = self._some(2, 98), self._some(2, 40)
        return self._one((
            f"Đạt từ {n}% trở lên", f"{n}% {self._one(_THING)} {self._one(_DONE)}",
            f"Từ {m:02} {self._one(_UNIT)} trở lên",
            f"Tối thiểu {m} {self._one(_UNIT)}", f"Tăng {n}% so với năm 2023", f"{self._one(_RATE)} đạt trên {n},5%",
            f"Giảm ít nhất {m}% thời gian giải quyết", f"{self._one(_RATE)} từ {m}% đến {m + 5}%",
            f"100% {self._one(_THING)} {self._one(_DONE)}; {self._one(_RATE)} đạt {n}%", f"{m} {self._one(_UNIT)}/năm",
            f"Không để {self._one(_THING)} quá hạn", "Nâng cao chất lượng phục vụ",
            f"Phấn đấu tăng {m} bậc so với năm trước",
        ))  # fmt: skip

    def time(self) -> str:
        day, month, quarter = self._some(1, 28), self._some(1, 12), self._one(_QUARTER)
        return self._one((
            f"Trước ngày {day:02}/{month:02}/2024", f"Quý {quarter}/2024", f"Tháng {month}/2024", "Thường xuyên",
            f"Hoàn thành trước {day}/{month}", f"Quý {quarter}", "Trong năm 2024", "Hằng quý",
            "Định kỳ trước ngày 25 hằng tháng", f"Từ tháng {month}/2024 đến tháng 12/2024", "Cả năm",
            f"Chậm nhất ngày {day} tháng {month} năm 2024", "6 tháng đầu năm 2024",
        ))  # fmt: skip

    def lead(self) -> str:
        return self._one(_LEAD) if self._chance.random() < 0.8 else f"{self._one(_LEAD)}; {self._one(_LEAD)}"

    def coop(self) -> str:
        return "; ".join({self._one(_COOP): 0, self._one(_LEAD): 0})

    def method(self) -> str:
        """A sentence on who does what with whom."""
        return f"{self._one(_LEAD)} chủ trì, phối hợp với {self._one(_LEAD)} {self._task().lower()}"

    def product(self) -> str:
        return f"{self._one(_PAPER)} {self._one(_WHAT)}"

    def rows(self, count: int, sentences: int) -> Iterator[tuple[str, ...]]:
        """The rows of a plan table under HEADER, a section title above every 40 tasks."""
        for n in range(count):
            if n % 40 == 0:
                yield (chr(ord("A") + n // 40 % 26), self._one(_WHAT).upper(), "", "", "", "", "")
            texts = (self.target(), self.time(), self.lead(), self.coop(), self.product())
            yield (str(n + 1), self.content(sentences), *texts)
