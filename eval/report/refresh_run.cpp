#include "eval/report/refresh_run.h"

#include "datasets/text/write_file.h"
#include "eval/report/html_report.h"
#include "eval/suite/run_data.h"

namespace mureum::eval {

void refreshRun(const std::filesystem::path &folder)
{
    const RunData run = loadRun(folder);
    if (run.complete)
        datasets::writeFileAtomically(
            folder / "summary.json",
            run.summary.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
    datasets::writeFileAtomically(folder / "report.html", htmlReport(run));
}

} // namespace mureum::eval
