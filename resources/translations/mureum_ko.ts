<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>ChartView</name>
    <message>
        <source>There are no rows to draw.</source>
        <translation>그릴 행이 없습니다.</translation>
    </message>
    <message>
        <source>No column holds numbers to draw.</source>
        <translation>그릴 수 있는 숫자 열이 없습니다.</translation>
    </message>
    <message>
        <source>A single row needs no chart.</source>
        <translation>한 행뿐이라 차트가 필요하지 않습니다.</translation>
    </message>
    <message>
        <source>One column of numbers alone makes no chart: it needs a name, a date or another number beside it.</source>
        <translation>숫자 열 하나만으로는 차트를 그릴 수 없습니다. 이름이나 날짜, 다른 숫자 열이 함께 있어야 합니다.</translation>
    </message>
    <message>
        <source>Points need two columns of numbers.</source>
        <translation>점 차트에는 숫자 열이 두 개 필요합니다.</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>(없음)</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(빈 값)</translation>
    </message>
    <message>
        <source>the %1 largest of %2 series</source>
        <translation>%2개 계열 가운데 큰 순서로 %1개</translation>
    </message>
    <message>
        <source>the %1 largest of %2</source>
        <translation>%2개 가운데 큰 순서로 %1개</translation>
    </message>
    <message>
        <source>row</source>
        <translation>행</translation>
    </message>
    <message>
        <source>%1 rows without %2 left out</source>
        <translation>%2 값이 없는 %1개 행은 뺐습니다</translation>
    </message>
</context>
<context>
    <name>HistoryStore</name>
    <message>
        <source>The history cannot be kept in %1; it lasts until the window is closed.</source>
        <translation>기록을 %1에 남길 수 없어, 창을 닫을 때까지만 둡니다.</translation>
    </message>
</context>
<context>
    <name>ResultModel</name>
    <message>
        <source>blob %1%2, %3</source>
        <translation>블롭 %1%2, %3</translation>
    </message>
</context>
<context>
    <name>RowStream</name>
    <message>
        <source>%1 is the database itself; choose another file</source>
        <translation>%1 파일은 데이터베이스 자체입니다. 다른 파일을 고르세요</translation>
    </message>
    <message>
        <source>%1 is a folder; choose a file</source>
        <translation>%1 항목은 폴더입니다. 파일을 고르세요</translation>
    </message>
    <message>
        <source>Cannot write to %1: %2</source>
        <translation>%1에 쓸 수 없습니다: %2</translation>
    </message>
    <message>
        <source>This is too much for the clipboard; export it as CSV</source>
        <translation>클립보드에 담기에는 너무 큽니다. CSV로 내보내세요</translation>
    </message>
    <message>
        <source>Cannot write %1: %2. Nothing was saved</source>
        <translation>%1 파일에 쓸 수 없습니다: %2. 저장하지 않았습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::AboutDialog</name>
    <message>
        <source>About Mureum</source>
        <translation>Mureum 정보</translation>
    </message>
    <message>
        <source>Ask a database in Korean or English, on your own machine.</source>
        <translation>내 컴퓨터에서 한국어나 영어로 데이터베이스에 물어보세요.</translation>
    </message>
    <message>
        <source>Libraries and their licences</source>
        <translation>라이브러리와 사용 허가</translation>
    </message>
    <message>
        <source>Built on:</source>
        <translation>사용한 라이브러리:</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. It comes without any warranty. Nothing leaves this machine unless you name a server yourself, and your databases are only ever read.</source>
        <translation>GNU 일반 공중 사용 허가서 3판 또는 그 이후 판을 따르는 자유 소프트웨어이며 어떠한 보증도 하지 않습니다. 직접 서버를 지정하지 않는 한 아무것도 이 컴퓨터 밖으로 나가지 않으며, 데이터베이스는 읽기만 합니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::AdaptDialog</name>
    <message>
        <source>Quick</source>
        <translation>빠르게</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>균형 있게</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>꼼꼼하게</translation>
    </message>
    <message numerus="yes">
        <source>%1 (about %n min)</source>
        <translation>
            <numerusform>%1 (약 %n분)</numerusform>
        </translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>한국어</translation>
    </message>
    <message>
        <source>English</source>
        <translation>영어</translation>
    </message>
    <message>
        <source>Adapt to this database</source>
        <translation>이 데이터베이스에 맞추기</translation>
    </message>
    <message>
        <source>The model learns to answer questions about %1. Thousands of questions with their SQL are made up from its tables and values, and an adapter is trained on them beside the model. Some questions are kept out to measure what it gained. The adapter is used for this database if it answers them better.</source>
        <translation>모델이 %1에 관한 질문에 답하는 법을 배웁니다. 테이블과 값에서 질문과 SQL을 수천 개 만들고, 모델 곁에 어댑터를 학습합니다. 일부 질문은 따로 두어 얼마나 나아졌는지 잽니다. 더 잘 답하게 되면 이 데이터베이스에 어댑터를 씁니다.</translation>
    </message>
    <message>
        <source>The database is only read. Nothing leaves this machine.</source>
        <translation>데이터베이스는 읽기만 합니다. 아무것도 이 컴퓨터 밖으로 나가지 않습니다.</translation>
    </message>
    <message>
        <source>The database is only read. Nothing leaves this machine. Pairs you have verified count more than those made up.</source>
        <translation>데이터베이스는 읽기만 합니다. 아무것도 이 컴퓨터 밖으로 나가지 않습니다. 직접 확인한 질문은 만들어 낸 질문보다 더 크게 반영됩니다.</translation>
    </message>
    <message>
        <source>Questions in</source>
        <translation>질문 언어</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>mureum::ui::AdaptPanel</name>
    <message>
        <source>Show the run</source>
        <translation>학습 보기</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>남겨 두기</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행률</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>알림 닫기</translation>
    </message>
    <message>
        <source>Write a checkpoint and stop; it can be resumed on the Train page</source>
        <translation>체크포인트를 쓰고 멈춥니다. 학습 화면에서 이어서 할 수 있습니다</translation>
    </message>
    <message>
        <source>Adapted to %1</source>
        <translation>%1에 맞춤</translation>
    </message>
    <message>
        <source>Adapting to %1: %2</source>
        <translation>%1에 맞추는 중: %2</translation>
    </message>
    <message>
        <source>(%1 of training left)</source>
        <translation>(학습 %1 남음)</translation>
    </message>
    <message>
        <source>The adaptation was stopped. It can be resumed on the Train page.</source>
        <translation>맞추기를 멈추었습니다. 학습 화면에서 이어서 할 수 있습니다.</translation>
    </message>
    <message>
        <source>The adaptation failed: %1</source>
        <translation>맞추지 못했습니다: %1</translation>
    </message>
    <message numerus="yes">
        <source>EX %1 → %2 on %n question(s) it had not seen</source>
        <translation>
            <numerusform>배우지 않은 질문 %n개에서 EX %1 → %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Adapted: %1. The adapter is switched on for this database.</source>
        <translation>맞췄습니다: %1. 이 데이터베이스에 어댑터를 켰습니다.</translation>
    </message>
    <message>
        <source>It did not help: %1. The adapter is not used.</source>
        <translation>나아지지 않았습니다: %1. 어댑터를 쓰지 않습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::AdapterInfo</name>
    <message>
        <source>%1 is missing or damaged</source>
        <translation>%1 파일이 없거나 손상되었습니다</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 파일이 없습니다</translation>
    </message>
    <message>
        <source>%1 is damaged and is left as it is</source>
        <translation>%1 파일이 손상되어 그대로 두었습니다</translation>
    </message>
    <message>
        <source>Cannot write %1: %2</source>
        <translation>%1 파일에 쓸 수 없습니다: %2</translation>
    </message>
    <message>
        <source>%1 exists already. Choose another name</source>
        <translation>%1이(가) 이미 있습니다. 다른 이름을 고르세요</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made</source>
        <translation>%1 폴더를 만들 수 없습니다</translation>
    </message>
    <message>
        <source>Cannot copy %1: %2</source>
        <translation>%1 파일을 복사할 수 없습니다: %2</translation>
    </message>
    <message>
        <source>Cannot write %1</source>
        <translation>%1에 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>Cannot delete %1: %2</source>
        <translation>%1 파일을 삭제할 수 없습니다: %2</translation>
    </message>
</context>
<context>
    <name>mureum::ui::AdaptersModel</name>
    <message>
        <source>all databases</source>
        <translation>모든 데이터베이스</translation>
    </message>
    <message>
        <source>%1 (other weights)</source>
        <translation>%1 (다른 가중치)</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>It was trained beside other weights than those of the model in use</source>
        <translation>지금 쓰는 모델과 다른 가중치에서 학습되었습니다</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>Used for</source>
        <translation>쓰는 곳</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>기본 모델</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>랭크</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>EX before</source>
        <translation>이전 EX</translation>
    </message>
    <message>
        <source>EX after</source>
        <translation>이후 EX</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>날짜</translation>
    </message>
</context>
<context>
    <name>mureum::ui::AdaptersView</name>
    <message>
        <source>An adapter is a small file beside the model that makes it good at one database. Fine-tunings leave theirs here; adapters made elsewhere (LoRA, in PEFT&apos;s format) can be opened.</source>
        <translation>어댑터는 모델 곁에 두는 작은 파일로, 모델이 한 데이터베이스를 잘 다루게 합니다. 학습이 끝나면 여기에 나타나고, 다른 곳에서 만든 어댑터(PEFT 형식의 LoRA)도 열 수 있습니다.</translation>
    </message>
    <message>
        <source>Open adapter…</source>
        <translation>어댑터 열기…</translation>
    </message>
    <message>
        <source>Show an adapter folder that lies elsewhere</source>
        <translation>다른 곳에 있는 어댑터 폴더를 보여 줍니다</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Answer with it from now on</source>
        <translation>이제부터 이 어댑터로 답합니다</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>끄기</translation>
    </message>
    <message>
        <source>Answer with the model alone</source>
        <translation>모델만으로 답합니다</translation>
    </message>
    <message>
        <source>Merge…</source>
        <translation>병합…</translation>
    </message>
    <message>
        <source>Write a model file with the adapter in its weights</source>
        <translation>어댑터를 가중치에 합친 모델 파일을 씁니다</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Copy the adapter to another folder</source>
        <translation>어댑터를 다른 폴더에 복사합니다</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>삭제…</translation>
    </message>
    <message>
        <source>Delete the adapter</source>
        <translation>어댑터를 삭제합니다</translation>
    </message>
    <message>
        <source>Adapters</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>For %1</source>
        <translation>%1에 사용</translation>
    </message>
    <message>
        <source>For all databases</source>
        <translation>모든 데이터베이스에 사용</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2</source>
        <translation>%1 어댑터를 쓸 수 없습니다: %2</translation>
    </message>
    <message>
        <source>Other weights</source>
        <translation>다른 가중치</translation>
    </message>
    <message>
        <source>“%1” was trained beside other weights (%2) than those of the model in use.</source>
        <translation>“%1” 어댑터는 지금 쓰는 모델과 다른 가중치(%2)에서 학습되었습니다.</translation>
    </message>
    <message>
        <source>Answers would most likely be worse than without it. Choose the model it was made for in the settings, or adapt this model anew.</source>
        <translation>어댑터 없이 답할 때보다 나빠질 가능성이 큽니다. 설정에서 이 어댑터를 만든 모델을 고르거나, 지금 모델을 새로 맞추세요.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Use it anyway</source>
        <translation>그래도 사용</translation>
    </message>
    <message>
        <source>Open an adapter folder</source>
        <translation>어댑터 폴더 열기</translation>
    </message>
    <message>
        <source>%1 holds no adapter_config.json. Choose the folder of an adapter.</source>
        <translation>%1에 adapter_config.json이 없습니다. 어댑터 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Write the merged model</source>
        <translation>병합한 모델 쓰기</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>모델 (*.gguf)</translation>
    </message>
    <message>
        <source>mureum-cli cannot be started: %1</source>
        <translation>mureum-cli를 시작할 수 없습니다: %1</translation>
    </message>
    <message>
        <source>Saved %1. It chooses the same next token as model and adapter apart in %2 of all cases.</source>
        <translation>%1 저장함. 모델과 어댑터를 따로 쓸 때와 다음 토큰이 같은 경우가 %2입니다.</translation>
    </message>
    <message>
        <source>Nothing was merged: %1</source>
        <translation>병합하지 못했습니다: %1</translation>
    </message>
    <message>
        <source>Merging…</source>
        <translation>병합하는 중…</translation>
    </message>
    <message>
        <source>Copy the adapter to a new folder</source>
        <translation>어댑터를 새 폴더에 복사</translation>
    </message>
    <message>
        <source>New folder:</source>
        <translation>새 폴더:</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 저장함</translation>
    </message>
    <message>
        <source>Delete adapter</source>
        <translation>어댑터 삭제</translation>
    </message>
    <message>
        <source>Take “%1” off the list?</source>
        <translation>“%1”을(를) 목록에서 뺄까요?</translation>
    </message>
    <message>
        <source>Delete the adapter “%1”?</source>
        <translation>“%1” 어댑터를 삭제할까요?</translation>
    </message>
    <message>
        <source>Its files stay where they are.</source>
        <translation>파일은 그 자리에 남습니다.</translation>
    </message>
    <message>
        <source>The run that made it stays, with its curves. This cannot be undone.</source>
        <translation>이 어댑터를 만든 학습 기록과 곡선은 남습니다. 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>빼기</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
</context>
<context>
    <name>mureum::ui::AdvancedFields</name>
    <message>
        <source>rank-stabilized</source>
        <translation>랭크 안정화</translation>
    </message>
    <message>
        <source>compute twice</source>
        <translation>두 번 계산</translation>
    </message>
    <message>
        <source>keep on the disk</source>
        <translation>디스크에 두기</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>Rank:</source>
        <translation>랭크:</translation>
    </message>
    <message>
        <source>How much the adapter can learn: more is stronger, larger and slower. 8 to 64 are usual.</source>
        <translation>어댑터가 배울 수 있는 양입니다. 클수록 강하지만 크고 느려집니다. 보통 8~64입니다.</translation>
    </message>
    <message>
        <source>Alpha:</source>
        <translation>알파:</translation>
    </message>
    <message>
        <source>How strongly the adapter counts: its change is multiplied by alpha / rank. One to two times the rank is usual, 16 to 64.</source>
        <translation>어댑터를 얼마나 세게 반영할지입니다. 변화량에 알파 / 랭크를 곱합니다. 보통 랭크의 1~2배, 16~64입니다.</translation>
    </message>
    <message>
        <source>Dropout:</source>
        <translation>드롭아웃:</translation>
    </message>
    <message>
        <source>Share of the adapter&apos;s input that is left out at random while training, against learning by heart. 0 to 0.1 are usual.</source>
        <translation>학습 중 어댑터 입력에서 무작위로 빼는 비율로, 통째로 외우는 것을 막습니다. 보통 0~0.1입니다.</translation>
    </message>
    <message>
        <source>Scale:</source>
        <translation>배율:</translation>
    </message>
    <message>
        <source>Multiply by alpha / √rank instead, so that high ranks learn as fast as low ones. Of use from rank 32 on.</source>
        <translation>알파 / √랭크를 곱해, 높은 랭크도 낮은 랭크만큼 빨리 배우게 합니다. 랭크 32부터 쓸모가 있습니다.</translation>
    </message>
    <message>
        <source>Layers:</source>
        <translation>레이어:</translation>
    </message>
    <message>
        <source>Layers the adapter changes. All but lm_head are usual; fewer need less memory and learn less.</source>
        <translation>어댑터가 바꾸는 레이어입니다. 보통 lm_head를 뺀 전부이며, 적으면 메모리를 덜 쓰고 덜 배웁니다.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Steps:</source>
        <translation>스텝:</translation>
    </message>
    <message>
        <source>How often the weights change. 100 to 1,000 are usual for one database.</source>
        <translation>가중치를 바꾸는 횟수입니다. 데이터베이스 하나에는 보통 100~1,000입니다.</translation>
    </message>
    <message>
        <source>Learning rate:</source>
        <translation>학습률:</translation>
    </message>
    <message>
        <source>How far the weights move in a step at most. 0.0001 to 0.002 are usual for adapters, a tenth of it for every weight; where the loss jumps it is too high.</source>
        <translation>한 스텝에 가중치가 움직이는 최대 폭입니다. 어댑터는 보통 0.0001~0.002, 모든 가중치는 그 10분의 1입니다. 손실이 튀면 너무 높은 것입니다.</translation>
    </message>
    <message>
        <source>Evaluate every:</source>
        <translation>평가 간격:</translation>
    </message>
    <message>
        <source>Steps between measurements on the questions to judge by; the best measurement is kept. 25 to 200 are usual.</source>
        <translation>평가용 질문으로 측정하는 스텝 간격입니다. 가장 좋은 측정의 결과를 남깁니다. 보통 25~200입니다.</translation>
    </message>
    <message>
        <source>Patience:</source>
        <translation>인내:</translation>
    </message>
    <message>
        <source>Measurements without a better score that end the run early; 0: it runs to its end. 3 to 5 are usual.</source>
        <translation>점수가 나아지지 않는 측정이 이만큼 이어지면 일찍 끝냅니다. 0이면 끝까지 갑니다. 보통 3~5입니다.</translation>
    </message>
    <message>
        <source>Checkpoint every:</source>
        <translation>체크포인트 간격:</translation>
    </message>
    <message>
        <source>Steps between checkpoints: that much is lost at most when the computer stops. 25 to 500 are usual.</source>
        <translation>체크포인트 사이의 스텝 수입니다. 컴퓨터가 멈추면 최대 이만큼 잃습니다. 보통 25~500입니다.</translation>
    </message>
    <message>
        <source>Seed:</source>
        <translation>시드:</translation>
    </message>
    <message>
        <source>Everything drawn by chance follows from it: the same seed gives the same run.</source>
        <translation>무작위로 정하는 모든 것이 여기서 나옵니다. 시드가 같으면 실행도 같습니다.</translation>
    </message>
    <message>
        <source>Memory and speed</source>
        <translation>메모리와 속도</translation>
    </message>
    <message>
        <source>Tokens of a batch:</source>
        <translation>배치 토큰:</translation>
    </message>
    <message>
        <source>What is learned from at once: more is steadier and needs more memory. 1,024 to 8,192 are usual.</source>
        <translation>한 번에 배우는 양입니다. 많을수록 안정적이고 메모리를 더 씁니다. 보통 1,024~8,192입니다.</translation>
    </message>
    <message>
        <source>Batches of a step:</source>
        <translation>스텝당 배치:</translation>
    </message>
    <message>
        <source>Batches that make one step together: the same as larger batches, in the memory of one. 1 to 32 are usual.</source>
        <translation>한 스텝을 이루는 배치 수입니다. 배치 하나의 메모리로 더 큰 배치와 같은 결과를 냅니다. 보통 1~32입니다.</translation>
    </message>
    <message>
        <source>Activations:</source>
        <translation>활성값:</translation>
    </message>
    <message>
        <source>Keep few intermediate values and compute them again: much less memory, about a third slower.</source>
        <translation>중간값을 조금만 두고 다시 계산합니다. 메모리가 크게 줄고 약 3분의 1 느려집니다.</translation>
    </message>
    <message>
        <source>MiB at most:</source>
        <translation>최대 MiB:</translation>
    </message>
    <message>
        <source>Smaller batches and a smaller base are chosen until the training fits. Left out: what is free.</source>
        <translation>학습이 들어갈 때까지 더 작은 배치와 더 작은 기본 모델을 고릅니다. 비워 두면 남은 메모리에 맞춥니다.</translation>
    </message>
    <message>
        <source>Threads:</source>
        <translation>스레드:</translation>
    </message>
    <message>
        <source>Processor cores to compute with. All of them is usual; fewer leave room for other work.</source>
        <translation>계산에 쓰는 프로세서 코어 수입니다. 보통 전부이며, 줄이면 다른 일을 할 여유가 생깁니다.</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>답</translation>
    </message>
    <message>
        <source>Beta:</source>
        <translation>베타:</translation>
    </message>
    <message>
        <source>How closely the model stays to what it was: small moves far. 0.05 to 0.5 are usual.</source>
        <translation>모델이 원래 모습에 얼마나 가까이 머무를지입니다. 작을수록 멀리 갑니다. 보통 0.05~0.5입니다.</translation>
    </message>
    <message>
        <source>Answers drawn:</source>
        <translation>뽑는 답:</translation>
    </message>
    <message>
        <source>Answers the model tries for each question to find right and wrong ones. 4 to 16 are usual.</source>
        <translation>맞는 답과 틀린 답을 찾으려고 질문마다 모델이 시도하는 답의 수입니다. 보통 4~16입니다.</translation>
    </message>
    <message>
        <source>Candidates:</source>
        <translation>후보:</translation>
    </message>
    <message>
        <source>Answers the model weighs against each other when it is measured before and after. 1 is quickest, 6 is as the Ask page does it.</source>
        <translation>전후를 측정할 때 모델이 서로 견주는 답의 수입니다. 1이 가장 빠르고, 6은 질문 페이지와 같습니다.</translation>
    </message>
    <message>
        <source>%1 (usual)</source>
        <translation>%1 (보통)</translation>
    </message>
    <message>
        <source>as usual</source>
        <translation>보통대로</translation>
    </message>
    <message>
        <source>%1 (preset)</source>
        <translation>%1 (프리셋)</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>제한 없음</translation>
    </message>
    <message>
        <source>all cores</source>
        <translation>모든 코어</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ApiKeys</name>
    <message>
        <source>The keyring did not take the key (%1). It is kept for this session only</source>
        <translation>키링에 키를 저장하지 못했습니다(%1). 이번 세션에서만 사용합니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::AskPage</name>
    <message>
        <source>Stopped.</source>
        <translation>멈췄습니다.</translation>
    </message>
    <message>
        <source>Could not open %1: %2</source>
        <translation>%1 파일을 열지 못했습니다: %2</translation>
    </message>
    <message>
        <source>The model could not be loaded: %1</source>
        <translation>모델을 불러오지 못했습니다: %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>질문하기</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>멈춤 (Esc)</translation>
    </message>
    <message>
        <source>Ask (Enter)</source>
        <translation>질문하기 (Enter)</translation>
    </message>
    <message>
        <source>Ask a question, or write SQL and run it.</source>
        <translation>질문을 입력하거나, SQL을 직접 써서 실행하세요.</translation>
    </message>
    <message>
        <source>The question has %1 characters; at most %2 can be asked. Shorten it.</source>
        <translation>질문이 %1자입니다. %2자까지 물어볼 수 있으니 줄여 주세요.</translation>
    </message>
    <message>
        <source>Open a database first.</source>
        <translation>먼저 데이터베이스를 여세요.</translation>
    </message>
    <message>
        <source>Writing SQL…</source>
        <translation>SQL을 쓰는 중…</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>모델을 불러오는 중…</translation>
    </message>
    <message>
        <source>No SQL was found for this question. Try to name the table or column you mean.</source>
        <translation>이 질문에 맞는 SQL을 찾지 못했습니다. 찾으려는 테이블이나 열의 이름을 넣어 보세요.</translation>
    </message>
    <message>
        <source>SQL %1 s · rows %2 s</source>
        <translation>SQL %1초 · 결과 %2초</translation>
    </message>
    <message>
        <source>rows %1 s</source>
        <translation>결과 %1초</translation>
    </message>
    <message>
        <source>%1 is no longer there.</source>
        <translation>%1 파일이 더 이상 없습니다.</translation>
    </message>
    <message>
        <source>Press Enter in the question to ask again.</source>
        <translation>질문 칸에서 Enter를 누르면 다시 물어봅니다.</translation>
    </message>
    <message>
        <source>Press Ctrl+Enter to run this SQL again.</source>
        <translation>Ctrl+Enter를 누르면 이 SQL을 다시 실행합니다.</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>스키마</translation>
    </message>
    <message>
        <source>History</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Ask about this database in Korean or English</source>
        <translation>이 데이터베이스에 대해 한국어나 영어로 물어보세요</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>For example</source>
        <translation>예를 들면</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>여는 중…</translation>
    </message>
    <message>
        <source>Open a database</source>
        <translation>데이터베이스 열기</translation>
    </message>
    <message>
        <source>Choose a database</source>
        <translation>데이터베이스 고르기</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>The adapter is not used, the model answers alone: %1</source>
        <translation>어댑터를 쓰지 못해 모델만으로 답합니다: %1</translation>
    </message>
    <message>
        <source>Adapt…</source>
        <translation>맞추기…</translation>
    </message>
    <message>
        <source>Adapt to this database</source>
        <translation>이 데이터베이스에 맞추기</translation>
    </message>
    <message>
        <source>Adapt to this database: the model learns it, on this machine</source>
        <translation>이 데이터베이스에 맞추기: 모델이 이 컴퓨터에서 배웁니다</translation>
    </message>
    <message>
        <source>Switch off for this database</source>
        <translation>이 데이터베이스에서 끄기</translation>
    </message>
    <message>
        <source>Show all adapters</source>
        <translation>모든 어댑터 보기</translation>
    </message>
    <message>
        <source>With adapter: %1</source>
        <translation>어댑터: %1</translation>
    </message>
    <message>
        <source>The model answers with the adapter “%1” beside it</source>
        <translation>모델이 “%1” 어댑터와 함께 답합니다</translation>
    </message>
    <message>
        <source>EX %1 → %2 when it was made</source>
        <translation>만들었을 때 EX %1 → %2</translation>
    </message>
</context>
<context>
    <name>mureum::ui::AskService</name>
    <message>
        <source>No model was found beside the application. Choose a GGUF file in the settings.</source>
        <translation>프로그램과 함께 온 모델을 찾지 못했습니다. 설정에서 GGUF 파일을 고르세요.</translation>
    </message>
    <message>
        <source>No model is loaded. SQL can still be written and run by hand.</source>
        <translation>불러온 모델이 없습니다. SQL을 직접 써서 실행할 수는 있습니다.</translation>
    </message>
    <message>
        <source>Open a database first.</source>
        <translation>먼저 데이터베이스를 여세요.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::Breakdown</name>
    <message>
        <source>By hardness</source>
        <translation>난이도별</translation>
    </message>
    <message>
        <source>By clause (F1)</source>
        <translation>절별 (F1)</translation>
    </message>
    <message>
        <source>By language</source>
        <translation>언어별</translation>
    </message>
    <message>
        <source>By length of the question</source>
        <translation>질문 길이별</translation>
    </message>
    <message>
        <source>By database</source>
        <translation>데이터베이스별</translation>
    </message>
</context>
<context>
    <name>mureum::ui::BreakdownPlot</name>
    <message>
        <source>95% interval: %1</source>
        <translation>95% 구간: %1</translation>
    </message>
    <message>
        <source>n = %1</source>
        <translation>n = %1</translation>
    </message>
    <message>
        <source>Click: only these examples</source>
        <translation>클릭: 이 예제만 보기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ChartView</name>
    <message>
        <source>Kind of chart</source>
        <translation>차트 종류</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>막대</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>선</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>점</translation>
    </message>
    <message>
        <source>What the values are drawn along</source>
        <translation>값을 늘어놓을 기준 열</translation>
    </message>
    <message>
        <source>One series for each value of this column</source>
        <translation>이 열의 값마다 계열 하나</translation>
    </message>
    <message>
        <source>The columns drawn</source>
        <translation>그리는 열</translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation>PNG로 저장…</translation>
    </message>
    <message>
        <source>the first %1 rows</source>
        <translation>처음 %1개 행</translation>
    </message>
    <message>
        <source>Shown: %1</source>
        <translation>표시: %1</translation>
    </message>
    <message>
        <source>row</source>
        <translation>행</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Cannot write %1: %2. Nothing was saved</source>
        <translation>%1 파일에 쓸 수 없습니다: %2. 저장하지 않았습니다</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>차트 저장</translation>
    </message>
    <message>
        <source>chart.png</source>
        <translation>chart.png</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG 그림 (*.png)</translation>
    </message>
    <message>
        <source>Series:</source>
        <translation>계열:</translation>
    </message>
    <message>
        <source>Values:</source>
        <translation>값:</translation>
    </message>
    <message>
        <source>Along:</source>
        <translation>기준:</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ChartsPanel</name>
    <message>
        <source>Measure</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>Lines: 95% interval. A click on a bar shows its examples.</source>
        <translation>선: 95% 구간. 막대를 클릭하면 해당 예제만 보입니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::CompareView</name>
    <message>
        <source>Runs</source>
        <translation>평가 목록</translation>
    </message>
    <message>
        <source>Back to the list of runs (Alt+Left)</source>
        <translation>평가 목록으로 (Alt+왼쪽)</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>앞뒤 바꾸기</translation>
    </message>
    <message>
        <source>Take the other run for the earlier one</source>
        <translation>다른 평가를 기준으로 삼습니다</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Save the comparison as HTML</source>
        <translation>비교를 HTML로 저장</translation>
    </message>
    <message>
        <source>Folder of databases</source>
        <translation>데이터베이스 폴더</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>All that changed</source>
        <translation>바뀐 것 모두</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>고쳐짐</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>나빠짐</translation>
    </message>
    <message>
        <source>Which changes</source>
        <translation>변화 종류</translation>
    </message>
    <message>
        <source>Only what changed</source>
        <translation>바뀐 것만</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>비교하는 중…</translation>
    </message>
    <message>
        <source>These runs share no measured examples.</source>
        <translation>두 평가에 함께 측정된 예제가 없습니다.</translation>
    </message>
    <message>
        <source>%1: %2 fixed, %3 broken</source>
        <translation>%1: 고쳐짐 %2, 나빠짐 %3</translation>
    </message>
    <message numerus="yes">
        <source>%n example(s) are in one run only</source>
        <translation>
            <numerusform>예제 %n개는 한쪽 평가에만 있습니다</numerusform>
        </translation>
    </message>
    <message>
        <source>These runs do not say where their databases are.</source>
        <translation>이 평가에는 데이터베이스 위치가 적혀 있지 않습니다.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>Save the comparison</source>
        <translation>비교 저장</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>웹 페이지 (*.html)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 저장함</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ComparisonModel</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 ~ %2</translation>
    </message>
    <message>
        <source>Unlikely to be chance (McNemar&apos;s exact test)</source>
        <translation>우연으로 보기 어렵습니다 (맥니머 정확 검정)</translation>
    </message>
    <message>
        <source>May well be chance (McNemar&apos;s exact test)</source>
        <translation>우연일 수 있습니다 (맥니머 정확 검정)</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>After</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>Difference (points)</source>
        <translation>차이 (%p)</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>95% 구간</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>고쳐짐</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>나빠짐</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예제</translation>
    </message>
</context>
<context>
    <name>mureum::ui::CorrectionDialog</name>
    <message>
        <source>Correct the right answer</source>
        <translation>정답 고치기</translation>
    </message>
    <message>
        <source>Write the SQL that answers the question and run it. It is kept in your own file of verified pairs; the data that was measured stays as it is.</source>
        <translation>질문에 맞는 SQL을 쓰고 실행하세요. 내 검증된 쌍 파일에 보관되며, 측정에 쓴 데이터는 그대로입니다.</translation>
    </message>
    <message>
        <source>Save as verified</source>
        <translation>검증된 쌍으로 저장</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Run the SQL first (Ctrl+Enter): only what ran can be verified</source>
        <translation>먼저 SQL을 실행하세요 (Ctrl+Enter): 실행된 것만 검증할 수 있습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::CurvesPanel</name>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>EX on validation questions, %</source>
        <translation>검증 질문의 EX, %</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>기울기 노름</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>초당 토큰</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>전체 보기</translation>
    </message>
    <message>
        <source>Undo zooming (double click)</source>
        <translation>확대 되돌리기 (두 번 클릭)</translation>
    </message>
    <message>
        <source>Export curves</source>
        <translation>곡선 내보내기</translation>
    </message>
    <message>
        <source>As PNG…</source>
        <translation>PNG로…</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG 그림 (*.png)</translation>
    </message>
    <message>
        <source>As SVG…</source>
        <translation>SVG로…</translation>
    </message>
    <message>
        <source>SVG drawings (*.svg)</source>
        <translation>SVG 그림 (*.svg)</translation>
    </message>
    <message>
        <source>As CSV…</source>
        <translation>CSV로…</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Zoom with the wheel, move by dragging.</source>
        <translation>휠로 확대하고 끌어서 옮깁니다.</translation>
    </message>
    <message>
        <source>The curves begin with the first steps of the training.</source>
        <translation>학습의 첫 단계부터 곡선이 그려집니다.</translation>
    </message>
    <message>
        <source>curves</source>
        <translation>곡선</translation>
    </message>
    <message>
        <source>Save the curves</source>
        <translation>곡선 저장</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 저장함</translation>
    </message>
</context>
<context>
    <name>mureum::ui::DataPage</name>
    <message>
        <source>Questions</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>Questions made from the tables, with their right SQL. More questions cover more of the database; 1,000 to 5,000 are usual.</source>
        <translation>테이블에서 정답 SQL과 함께 만드는 질문 수입니다. 많을수록 데이터베이스를 더 넓게 다룹니다. 보통 1,000~5,000입니다.</translation>
    </message>
    <message>
        <source>Questions that are never learned, to measure before and after. Below 100 the score is uncertain; 120 to 300 are usual.</source>
        <translation>배우지 않고 전후를 측정하는 데만 쓰는 질문입니다. 100개보다 적으면 점수가 불확실합니다. 보통 120~300입니다.</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>한국어</translation>
    </message>
    <message>
        <source>English</source>
        <translation>영어</translation>
    </message>
    <message>
        <source>questions I have verified</source>
        <translation>내가 검증한 질문</translation>
    </message>
    <message>
        <source>questions I have asked</source>
        <translation>내가 물었던 질문</translation>
    </message>
    <message>
        <source>From a database</source>
        <translation>데이터베이스에서</translation>
    </message>
    <message>
        <source>Questions are generated from its tables and values, with the right SQL.</source>
        <translation>테이블과 값에서 정답 SQL이 있는 질문을 만듭니다.</translation>
    </message>
    <message>
        <source>From my questions</source>
        <translation>내 질문에서</translation>
    </message>
    <message>
        <source>A file of questions with right SQL, and the databases they are about.</source>
        <translation>정답 SQL이 있는 질문 파일과 그 데이터베이스를 씁니다.</translation>
    </message>
    <message>
        <source>The SQLite file the model is to know. It is only read.</source>
        <translation>모델이 배울 SQLite 파일입니다. 읽기만 합니다.</translation>
    </message>
    <message>
        <source>to generate, of them</source>
        <translation>개를 만들고, 그중</translation>
    </message>
    <message>
        <source>Questions to judge by</source>
        <translation>평가용 질문</translation>
    </message>
    <message>
        <source>Pairs of question and SQL that you have corrected or marked as right about this database. They weigh most.</source>
        <translation>이 데이터베이스에 대해 고치거나 맞다고 표시한 질문과 SQL의 쌍입니다. 가장 큰 비중을 둡니다.</translation>
    </message>
    <message>
        <source>Questions about this database from the history whose SQL gave rows.</source>
        <translation>기록에서 이 데이터베이스에 대해 SQL이 행을 낸 질문입니다.</translation>
    </message>
    <message>
        <source>Generate questions in Korean</source>
        <translation>한국어 질문을 만듭니다</translation>
    </message>
    <message>
        <source>Generate questions in English</source>
        <translation>영어 질문을 만듭니다</translation>
    </message>
    <message>
        <source>Database:</source>
        <translation>데이터베이스:</translation>
    </message>
    <message>
        <source>Choose a database</source>
        <translation>데이터베이스 선택</translation>
    </message>
    <message>
        <source>SQLite databases (*.sqlite *.sqlite3 *.db);;All files (*)</source>
        <translation>SQLite 데이터베이스 (*.sqlite *.sqlite3 *.db);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Questions:</source>
        <translation>질문:</translation>
    </message>
    <message>
        <source>to judge by</source>
        <translation>개로 평가</translation>
    </message>
    <message>
        <source>Languages:</source>
        <translation>언어:</translation>
    </message>
    <message>
        <source>Count in:</source>
        <translation>함께 배우기:</translation>
    </message>
    <message>
        <source>JSON lines with db_id, question, query</source>
        <translation>db_id, question, query가 있는 JSON 행</translation>
    </message>
    <message>
        <source>JSON lines or Spider&apos;s JSON array: each example names its database, asks a question and gives the right SQL.</source>
        <translation>JSON 행 또는 Spider의 JSON 배열입니다. 예제마다 데이터베이스, 질문, 정답 SQL이 있습니다.</translation>
    </message>
    <message>
        <source>folder with &lt;db_id&gt;.sqlite</source>
        <translation>&lt;db_id&gt;.sqlite가 있는 폴더</translation>
    </message>
    <message>
        <source>The databases the questions are about: &lt;db_id&gt;.sqlite or &lt;db_id&gt;/&lt;db_id&gt;.sqlite</source>
        <translation>질문이 다루는 데이터베이스: &lt;db_id&gt;.sqlite 또는 &lt;db_id&gt;/&lt;db_id&gt;.sqlite</translation>
    </message>
    <message>
        <source>a share of the questions</source>
        <translation>질문의 일부</translation>
    </message>
    <message>
        <source>questions of another file</source>
        <translation>다른 파일의 질문</translation>
    </message>
    <message>
        <source>The score is measured on questions that are never learned. A share is taken by the form of the SQL, so that no form is in both.</source>
        <translation>점수는 배우지 않은 질문으로 측정합니다. 일부를 떼어 낼 때는 SQL의 형태로 나누어, 같은 형태가 양쪽에 있지 않게 합니다.</translation>
    </message>
    <message>
        <source>5 to 20% are usual; 0 measures nothing.</source>
        <translation>보통 5~20%입니다. 0이면 측정하지 않습니다.</translation>
    </message>
    <message>
        <source>Examples (*.jsonl *.json)</source>
        <translation>예제 (*.jsonl *.json)</translation>
    </message>
    <message>
        <source>Questions with right answers</source>
        <translation>정답이 있는 질문</translation>
    </message>
    <message>
        <source>Databases:</source>
        <translation>데이터베이스:</translation>
    </message>
    <message>
        <source>Folder of databases</source>
        <translation>데이터베이스 폴더</translation>
    </message>
    <message>
        <source>Judge by:</source>
        <translation>평가:</translation>
    </message>
    <message>
        <source>Choose a database.</source>
        <translation>데이터베이스를 고르세요.</translation>
    </message>
    <message>
        <source>Choose a language for the questions.</source>
        <translation>질문의 언어를 고르세요.</translation>
    </message>
    <message>
        <source>Choose a file of questions.</source>
        <translation>질문 파일을 고르세요.</translation>
    </message>
    <message>
        <source>Choose the folder of their databases.</source>
        <translation>데이터베이스 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Choose a file of questions to judge by.</source>
        <translation>평가용 질문 파일을 고르세요.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::DataPreview</name>
    <message>
        <source>it has no SQL</source>
        <translation>SQL이 없습니다</translation>
    </message>
    <message>
        <source>its database %1 is missing</source>
        <translation>데이터베이스 %1이(가) 없습니다</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>SQL</source>
        <translation>SQL</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>까닭</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>First line</source>
        <translation>첫 행</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>나눔</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Split:</source>
        <translation>나눔:</translation>
    </message>
    <message>
        <source>Languages:</source>
        <translation>언어:</translation>
    </message>
    <message>
        <source>Tokens of schema and question</source>
        <translation>스키마와 질문의 토큰</translation>
    </message>
    <message>
        <source>Tokens of the SQL</source>
        <translation>SQL의 토큰</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>Lengths</source>
        <translation>길이</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>to learn</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>to judge by</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>한국어</translation>
    </message>
    <message>
        <source>English</source>
        <translation>영어</translation>
    </message>
    <message>
        <source>The longest takes %1 tokens with its answer; the model reads %2.</source>
        <translation>가장 긴 것은 답까지 %1토큰이고, 모델은 %2토큰을 읽습니다.</translation>
    </message>
    <message>
        <source>%1, of %2 looked at</source>
        <translation>%1 (살펴본 %2개 중)</translation>
    </message>
    <message>
        <source>longer than the model&apos;s context</source>
        <translation>모델의 문맥보다 깁니다</translation>
    </message>
    <message>
        <source>the model&apos;s language cannot say the SQL</source>
        <translation>모델의 언어로 쓸 수 없는 SQL입니다</translation>
    </message>
    <message>
        <source>Left out (%1)</source>
        <translation>제외 (%1)</translation>
    </message>
</context>
<context>
    <name>mureum::ui::DataStep</name>
    <message>
        <source>To calibrate with</source>
        <translation>보정에 쓸 것</translation>
    </message>
    <message>
        <source>To measure by</source>
        <translation>측정에 쓸 것</translation>
    </message>
    <message>
        <source>How much of it is looked at. 16,384 to 131,072 are usual; more takes longer.</source>
        <translation>살펴볼 양입니다. 보통 16,384~131,072이며, 많을수록 오래 걸립니다.</translation>
    </message>
    <message>
        <source>How many of the questions are asked, before and after. 200 or more tell a loss of 3 points from chance.</source>
        <translation>앞뒤로 물어볼 질문 수입니다. 200개 이상이면 3점의 손실을 우연과 가릴 수 있습니다.</translation>
    </message>
    <message>
        <source>Answers the model weighs against each other. 1 is quickest, 6 is as the Ask page does it.</source>
        <translation>모델이 서로 견주는 답의 수입니다. 1이 가장 빠르고, 6은 질문 페이지와 같습니다.</translation>
    </message>
    <message>
        <source>Load time, memory and speed</source>
        <translation>불러오는 시간, 메모리, 속도</translation>
    </message>
    <message>
        <source>Databases of these questions</source>
        <translation>이 질문들의 데이터베이스</translation>
    </message>
    <message>
        <source>Folder:</source>
        <translation>폴더:</translation>
    </message>
    <message>
        <source>Choose the folder of the databases</source>
        <translation>데이터베이스 폴더 선택</translation>
    </message>
    <message>
        <source>Holds &lt;name&gt;.sqlite for each name the questions have. It is only read.</source>
        <translation>질문에 나오는 이름마다 &lt;이름&gt;.sqlite가 들어 있는 폴더입니다. 읽기만 합니다.</translation>
    </message>
    <message>
        <source>Sample questions</source>
        <translation>샘플 질문</translation>
    </message>
    <message>
        <source>Those that come with Mureum, half of them.</source>
        <translation>Mureum에 들어 있는 질문의 절반입니다.</translation>
    </message>
    <message>
        <source>My own questions</source>
        <translation>내 질문</translation>
    </message>
    <message>
        <source>A file of questions with SQL: the best, where the model is for them.</source>
        <translation>SQL이 붙은 질문 파일입니다. 모델을 그런 질문에 쓴다면 가장 좋습니다.</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>일반 텍스트</translation>
    </message>
    <message>
        <source>For models that continue text.</source>
        <translation>글을 이어 쓰는 모델에 알맞습니다.</translation>
    </message>
    <message>
        <source>The chosen scheme rounds without looking at questions: it needs none.</source>
        <translation>고른 방식은 질문을 살피지 않고 반올림하므로 필요 없습니다.</translation>
    </message>
    <message>
        <source>File:</source>
        <translation>파일:</translation>
    </message>
    <message>
        <source>Choose a file to calibrate with</source>
        <translation>보정에 쓸 파일 선택</translation>
    </message>
    <message>
        <source>Questions and text (*.jsonl *.json *.txt *.md);;All files (*)</source>
        <translation>질문과 텍스트 (*.jsonl *.json *.txt *.md);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Tokens:</source>
        <translation>토큰:</translation>
    </message>
    <message>
        <source>The other half of those that come with Mureum. They are few.</source>
        <translation>Mureum에 들어 있는 질문의 나머지 절반입니다. 수가 적습니다.</translation>
    </message>
    <message>
        <source>A file of questions with right answers, others than those to calibrate with.</source>
        <translation>정답이 있는 질문 파일입니다. 보정에 쓴 것과는 다른 질문이어야 합니다.</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Only write the file: what it loses stays unknown.</source>
        <translation>파일만 만듭니다. 무엇을 잃는지는 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Choose questions to measure by</source>
        <translation>측정에 쓸 질문 선택</translation>
    </message>
    <message>
        <source>Questions (*.jsonl *.json);;All files (*)</source>
        <translation>질문 (*.jsonl *.json);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Plain text whose perplexity is measured before and after</source>
        <translation>앞뒤로 퍼플렉시티를 잴 일반 텍스트</translation>
    </message>
    <message>
        <source>all</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>Candidates:</source>
        <translation>후보:</translation>
    </message>
    <message>
        <source>Questions:</source>
        <translation>질문:</translation>
    </message>
    <message>
        <source>Text:</source>
        <translation>텍스트:</translation>
    </message>
    <message>
        <source>Choose a text to measure by</source>
        <translation>측정에 쓸 텍스트 선택</translation>
    </message>
    <message>
        <source>Text (*.txt *.md);;All files (*)</source>
        <translation>텍스트 (*.txt *.md);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Also:</source>
        <translation>그 밖에:</translation>
    </message>
    <message>
        <source>Takes some seconds more; other work on this computer disturbs it.</source>
        <translation>몇 초 더 걸립니다. 이 컴퓨터의 다른 작업이 영향을 줍니다.</translation>
    </message>
    <message>
        <source>Choose a file to calibrate with.</source>
        <translation>보정에 쓸 파일을 고르세요.</translation>
    </message>
    <message>
        <source>Questions to calibrate with are a .jsonl or .json file.</source>
        <translation>보정에 쓸 질문은 .jsonl이나 .json 파일이어야 합니다.</translation>
    </message>
    <message>
        <source>Text to calibrate with is not a .jsonl or .json file.</source>
        <translation>보정에 쓸 텍스트는 .jsonl이나 .json 파일일 수 없습니다.</translation>
    </message>
    <message>
        <source>Choose questions to measure by.</source>
        <translation>측정에 쓸 질문을 고르세요.</translation>
    </message>
    <message>
        <source>Measure by other questions than those to calibrate with: it knows these already.</source>
        <translation>보정에 쓴 것과 다른 질문으로 측정하세요. 보정에 쓴 질문은 이미 본 것입니다.</translation>
    </message>
    <message>
        <source>Choose the folder of the databases.</source>
        <translation>데이터베이스 폴더를 고르세요.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::DatabaseChooser</name>
    <message>
        <source>&amp;Open database…</source>
        <translation>데이터베이스 열기(&amp;O)…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>최근</translation>
    </message>
    <message>
        <source>Clear the recent list</source>
        <translation>최근 목록 지우기</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>Open a database</source>
        <translation>데이터베이스 열기</translation>
    </message>
    <message>
        <source>SQLite databases (*.sqlite *.sqlite3 *.db *.db3 *.s3db);;All files (*)</source>
        <translation>SQLite 데이터베이스 (*.sqlite *.sqlite3 *.db *.db3 *.s3db);;모든 파일 (*)</translation>
    </message>
</context>
<context>
    <name>mureum::ui::Drawer</name>
    <message>
        <source>Advanced</source>
        <translation>고급</translation>
    </message>
</context>
<context>
    <name>mureum::ui::EvaluationPage</name>
    <message>
        <source>Sample questions</source>
        <translation>샘플 질문</translation>
    </message>
    <message>
        <source>Open a run directory</source>
        <translation>평가 폴더 열기</translation>
    </message>
    <message>
        <source>%1 holds no run. Choose a folder that mureum-cli eval or score filled with --run.</source>
        <translation>%1 폴더에 평가가 없습니다. mureum-cli eval 또는 score가 --run으로 만든 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Delete runs</source>
        <translation>평가 삭제</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n run(s) with all records? %1</source>
        <translation>
            <numerusform>평가 %n개를 기록과 함께 삭제할까요? %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Runs that lie elsewhere are only taken off the list; their files stay.</source>
        <translation>다른 곳에 있는 평가는 목록에서만 빠지고 파일은 남습니다.</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
</context>
<context>
    <name>mureum::ui::Example</name>
    <message>
        <source>right</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>오답</translation>
    </message>
    <message>
        <source>inconclusive</source>
        <translation>판단 불가</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>no SQL</source>
        <translation>SQL 없음</translation>
    </message>
    <message>
        <source>the model failed</source>
        <translation>모델 오류</translation>
    </message>
    <message>
        <source>syntax error</source>
        <translation>문법 오류</translation>
    </message>
    <message>
        <source>unknown name</source>
        <translation>없는 이름</translation>
    </message>
    <message>
        <source>not a reading statement</source>
        <translation>읽기 문이 아님</translation>
    </message>
    <message>
        <source>time limit</source>
        <translation>시간 초과</translation>
    </message>
    <message>
        <source>failed while running</source>
        <translation>실행 중 오류</translation>
    </message>
    <message>
        <source>other number of columns</source>
        <translation>열 수가 다름</translation>
    </message>
    <message>
        <source>no rows</source>
        <translation>행 없음</translation>
    </message>
    <message>
        <source>other number of rows</source>
        <translation>행 수가 다름</translation>
    </message>
    <message>
        <source>other values</source>
        <translation>값이 다름</translation>
    </message>
    <message>
        <source>other order</source>
        <translation>순서가 다름</translation>
    </message>
    <message>
        <source>wrong on a changed database</source>
        <translation>변형 DB에서 틀림</translation>
    </message>
    <message>
        <source>the right answer fails</source>
        <translation>정답이 실행되지 않음</translation>
    </message>
    <message>
        <source>both results are empty</source>
        <translation>두 결과 모두 비어 있음</translation>
    </message>
    <message>
        <source>cannot be decided</source>
        <translation>판단할 수 없음</translation>
    </message>
    <message>
        <source>the database fails</source>
        <translation>데이터베이스 오류</translation>
    </message>
    <message>
        <source>Execution accuracy (EX)</source>
        <translation>실행 정확도 (EX)</translation>
    </message>
    <message>
        <source>Exact match (EM)</source>
        <translation>완전 일치 (EM)</translation>
    </message>
    <message>
        <source>EX on a suite of databases</source>
        <translation>변형 DB 묶음의 EX</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>판정 모델</translation>
    </message>
    <message>
        <source>Strict exact match</source>
        <translation>엄격한 완전 일치</translation>
    </message>
    <message>
        <source>EX as BIRD counts it</source>
        <translation>BIRD 방식 EX</translation>
    </message>
    <message>
        <source>Same text</source>
        <translation>같은 텍스트</translation>
    </message>
    <message>
        <source>easy</source>
        <translation>쉬움</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>보통</translation>
    </message>
    <message>
        <source>hard</source>
        <translation>어려움</translation>
    </message>
    <message>
        <source>extra hard</source>
        <translation>매우 어려움</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>한국어</translation>
    </message>
    <message>
        <source>English</source>
        <translation>영어</translation>
    </message>
    <message>
        <source>%1 words</source>
        <translation>%1단어</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ExampleView</name>
    <message>
        <source>Previous example (Alt+Up)</source>
        <translation>이전 예제 (Alt+위)</translation>
    </message>
    <message>
        <source>Next example (Alt+Down)</source>
        <translation>다음 예제 (Alt+아래)</translation>
    </message>
    <message>
        <source>Right answer is wrong…</source>
        <translation>정답이 틀렸음…</translation>
    </message>
    <message>
        <source>Write a better right answer and keep it as a verified pair</source>
        <translation>더 나은 정답을 써서 검증된 쌍으로 보관합니다</translation>
    </message>
    <message>
        <source>Prediction is right</source>
        <translation>예측이 맞음</translation>
    </message>
    <message>
        <source>Keep the prediction as another right answer in your verified pairs</source>
        <translation>예측을 또 하나의 정답으로 내 검증된 쌍에 보관합니다</translation>
    </message>
    <message>
        <source>Choose the folder of databases…</source>
        <translation>데이터베이스 폴더 고르기…</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>검증됨</translation>
    </message>
    <message>
        <source>This question is among your verified pairs</source>
        <translation>이 질문은 내 검증된 쌍에 있습니다</translation>
    </message>
    <message>
        <source>Whose prediction</source>
        <translation>어느 평가의 예측인지</translation>
    </message>
    <message>
        <source>Choose an example in the list.</source>
        <translation>목록에서 예제를 고르세요.</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>suite %1</source>
        <translation>변형 DB %1</translation>
    </message>
    <message>
        <source>judge %1</source>
        <translation>판정 %1</translation>
    </message>
    <message>
        <source>judge: %1</source>
        <translation>판정: %1</translation>
    </message>
    <message>
        <source>efficiency %1</source>
        <translation>효율 %1</translation>
    </message>
    <message>
        <source>answered in %1 s</source>
        <translation>답변 %1초</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n토큰</numerusform>
        </translation>
    </message>
    <message>
        <source>Kept as a verified pair in %1</source>
        <translation>%1에 검증된 쌍으로 보관했습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ExamplesPanel</name>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Kind of error</source>
        <translation>오류 종류</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>난이도</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Search questions and SQL</source>
        <translation>질문과 SQL 찾기</translation>
    </message>
    <message>
        <source>Search the examples</source>
        <translation>예제 찾기</translation>
    </message>
    <message>
        <source>All verdicts</source>
        <translation>모든 판정</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>오답</translation>
    </message>
    <message>
        <source>Inconclusive</source>
        <translation>판단 불가</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Judge disagrees</source>
        <translation>판정 모델과 다름</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>모두 보기</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>All errors</source>
        <translation>모든 오류</translation>
    </message>
    <message>
        <source>Any hardness</source>
        <translation>모든 난이도</translation>
    </message>
    <message>
        <source>All databases</source>
        <translation>모든 DB</translation>
    </message>
    <message>
        <source>All languages</source>
        <translation>모든 언어</translation>
    </message>
    <message numerus="yes">
        <source>%n example(s)</source>
        <translation>
            <numerusform>예제 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>wrong in “%1”</source>
        <translation>“%1” 절이 틀림</translation>
    </message>
    <message>
        <source>Examples appear here as they are answered.</source>
        <translation>답변이 끝난 예제가 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>No example passes these filters.</source>
        <translation>조건에 맞는 예제가 없습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ExplanationView</name>
    <message>
        <source>The SQL in words</source>
        <translation>말로 풀어 쓴 SQL</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ExportDialog</name>
    <message>
        <source>Names of the columns in the first line</source>
        <translation>첫 줄에 열 이름 넣기</translation>
    </message>
    <message>
        <source>Byte order mark, so that Excel reads Korean right</source>
        <translation>Excel에서 한글이 깨지지 않도록 바이트 순서 표시(BOM) 넣기</translation>
    </message>
    <message>
        <source>Export as CSV</source>
        <translation>CSV로 내보내기</translation>
    </message>
    <message>
        <source>result.csv</source>
        <translation>result.csv</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>찾아보기…</translation>
    </message>
    <message>
        <source>Comma</source>
        <translation>쉼표</translation>
    </message>
    <message>
        <source>Semicolon</source>
        <translation>세미콜론</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>탭</translation>
    </message>
    <message>
        <source>All rows that pass the filters, in the order shown. UTF-8.</source>
        <translation>필터에 맞는 모든 행을 보이는 순서대로 내보냅니다. UTF-8.</translation>
    </message>
    <message>
        <source>All rows, also those not read yet. UTF-8.</source>
        <translation>아직 읽지 않은 행까지 모두 내보냅니다. UTF-8.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>File:</source>
        <translation>파일:</translation>
    </message>
    <message>
        <source>Separator:</source>
        <translation>구분 문자:</translation>
    </message>
    <message>
        <source>CSV (*.csv);;All files (*)</source>
        <translation>CSV (*.csv);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>%1 is there already. Replace it?</source>
        <translation>%1 파일이 이미 있습니다. 바꿀까요?</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>바꾸기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::FilterHeader</name>
    <message>
        <source>Filter</source>
        <translation>필터</translation>
    </message>
    <message>
        <source>text: contains it
!text: does not contain it
=x  &lt;&gt;x  &lt;x  &gt;=x: compared
a ~ b: from a to b
NULL: no value</source>
        <translation>글자: 들어 있는 것
!글자: 들어 있지 않은 것
=x  &lt;&gt;x  &lt;x  &gt;=x: 비교
a ~ b: a부터 b까지
NULL: 값 없음</translation>
    </message>
</context>
<context>
    <name>mureum::ui::Finding</name>
    <message>
        <source>mureum-cli was found neither beside this program nor in PATH. Install it again.</source>
        <translation>mureum-cli를 이 프로그램 옆에서도 PATH에서도 찾지 못했습니다. 다시 설치하세요.</translation>
    </message>
    <message>
        <source>The server&apos;s address has to look like https://host/v1.</source>
        <translation>서버 주소는 https://host/v1 형식이어야 합니다.</translation>
    </message>
    <message>
        <source>The server&apos;s address has to begin with https: a key and your data would be sent for everybody to read.</source>
        <translation>서버 주소는 https로 시작해야 합니다. 그렇지 않으면 키와 데이터가 누구나 읽을 수 있게 전송됩니다.</translation>
    </message>
    <message>
        <source>The model on the server is not named.</source>
        <translation>서버 모델의 이름이 없습니다.</translation>
    </message>
    <message>
        <source>Questions, SQL and table definitions are sent to %1.</source>
        <translation>질문, SQL, 테이블 정의가 %1(으)로 전송됩니다.</translation>
    </message>
    <message>
        <source>No key for the server is given; most servers want one.</source>
        <translation>서버의 키가 없습니다. 대부분의 서버는 키가 필요합니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::Findings</name>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Error:</source>
        <translation>오류:</translation>
    </message>
    <message>
        <source>Warning:</source>
        <translation>경고:</translation>
    </message>
    <message>
        <source>Nothing stands against it.</source>
        <translation>문제가 없습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::FlippedModel</name>
    <message>
        <source>gained</source>
        <translation>얻음</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>잃음</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>답</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
</context>
<context>
    <name>mureum::ui::FlipsModel</name>
    <message>
        <source>fixed</source>
        <translation>고쳐짐</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>나빠짐</translation>
    </message>
</context>
<context>
    <name>mureum::ui::FormPage</name>
    <message>
        <source>Browse…</source>
        <translation>찾아보기…</translation>
    </message>
</context>
<context>
    <name>mureum::ui::HistogramPlot</name>
    <message>
        <source>%1 to %2 tokens: %3</source>
        <translation>%1~%2토큰: %3</translation>
    </message>
</context>
<context>
    <name>mureum::ui::HistoryModel</name>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>실행하지 않음</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n행</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::HistoryView</name>
    <message>
        <source>Search questions and SQL</source>
        <translation>질문과 SQL 찾기</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>기록 찾기</translation>
    </message>
    <message>
        <source>Clear the history…</source>
        <translation>기록 지우기…</translation>
    </message>
    <message>
        <source>Clear the history</source>
        <translation>기록 지우기</translation>
    </message>
    <message>
        <source>Questions asked before</source>
        <translation>지난 질문</translation>
    </message>
    <message>
        <source>What you ask will be listed here.</source>
        <translation>물어본 질문이 여기에 쌓입니다.</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>찾지 못했습니다.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>다시 불러오기</translation>
    </message>
    <message>
        <source>Copy question</source>
        <translation>질문 복사</translation>
    </message>
    <message>
        <source>Copy SQL</source>
        <translation>SQL 복사</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Remove every question from the history? This cannot be undone.</source>
        <translation>기록의 모든 질문을 지울까요? 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>지우기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JobFile</name>
    <message>
        <source>Cannot write %1: %2</source>
        <translation>%1 파일에 쓸 수 없습니다: %2</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JobProcess</name>
    <message>
        <source>%1 cannot be started: %2</source>
        <translation>%1 프로그램을 시작할 수 없습니다: %2</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JobWizard</name>
    <message>
        <source>Copy as command</source>
        <translation>명령으로 복사</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JobsModel</name>
    <message>
        <source>waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>멈추는 중</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>중단됨</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1분</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1시간</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>With 95% confidence between %1</source>
        <translation>95% 신뢰 구간 %1</translation>
    </message>
    <message>
        <source>%1 of %2 examples; with 95% confidence between %3</source>
        <translation>예제 %2개 중 %1개; 95% 신뢰 구간 %3</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>남은 시간</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JobsStore</name>
    <message>
        <source>A run that is not finished cannot be removed. Stop it first</source>
        <translation>끝나지 않은 평가는 지울 수 없습니다. 먼저 멈추세요</translation>
    </message>
    <message>
        <source>Not everything in %1 could be deleted</source>
        <translation>%1 폴더를 모두 지우지는 못했습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JobsView</name>
    <message>
        <source>Open run…</source>
        <translation>폴더 열기…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>이어서 하기</translation>
    </message>
    <message>
        <source>Go on where it stopped</source>
        <translation>멈춘 곳에서 계속합니다</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Compare the selected runs with the first of them</source>
        <translation>고른 항목을 그중 첫 번째와 비교합니다</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>삭제…</translation>
    </message>
    <message>
        <source>Delete the selected runs</source>
        <translation>고른 항목을 삭제합니다</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>목록</translation>
    </message>
    <message>
        <source>Select two or more runs with Ctrl or Shift to compare them</source>
        <translation>Ctrl이나 Shift로 두 개 이상 골라 비교하세요</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>명령으로 복사</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>폴더 열기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JudgeDialog</name>
    <message>
        <source>Judge a run</source>
        <translation>평가 판정</translation>
    </message>
    <message>
        <source>A model on a server is asked of every example whether the prediction answers the question. What it said before is not asked again.</source>
        <translation>예제마다 예측이 질문에 답하는지 서버의 모델에 묻습니다. 이미 판단한 것은 다시 묻지 않습니다.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>명령으로 복사</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>The command that runs:</source>
        <translation>실행되는 명령:</translation>
    </message>
</context>
<context>
    <name>mureum::ui::JudgeFields</name>
    <message>
        <source>no limit</source>
        <translation>제한 없음</translation>
    </message>
    <message>
        <source>Requests per minute:</source>
        <translation>분당 요청:</translation>
    </message>
    <message>
        <source>Tokens per minute:</source>
        <translation>분당 토큰:</translation>
    </message>
</context>
<context>
    <name>mureum::ui::KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Enter, Ctrl+Enter</source>
        <translation>Enter, Ctrl+Enter</translation>
    </message>
    <message>
        <source>in the question: ask</source>
        <translation>질문 칸: 질문하기</translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation>Shift+Enter</translation>
    </message>
    <message>
        <source>in the question: new line</source>
        <translation>질문 칸: 줄 바꾸기</translation>
    </message>
    <message>
        <source>Ctrl+Enter, F5</source>
        <translation>Ctrl+Enter, F5</translation>
    </message>
    <message>
        <source>in the SQL: run it</source>
        <translation>SQL 칸: 실행하기</translation>
    </message>
    <message>
        <source>Ctrl+Space</source>
        <translation>Ctrl+Space</translation>
    </message>
    <message>
        <source>in the SQL: complete names</source>
        <translation>SQL 칸: 이름 자동 완성</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Ctrl+L</translation>
    </message>
    <message>
        <source>to the question</source>
        <translation>질문 칸으로</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>to the SQL</source>
        <translation>SQL 칸으로</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Ctrl+F</translation>
    </message>
    <message>
        <source>Ctrl+H</source>
        <translation>Ctrl+H</translation>
    </message>
    <message>
        <source>search the history</source>
        <translation>기록 찾기</translation>
    </message>
    <message>
        <source>Ctrl+I</source>
        <translation>Ctrl+I</translation>
    </message>
    <message>
        <source>what the model saw</source>
        <translation>모델이 본 내용</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Ctrl+B</translation>
    </message>
    <message>
        <source>show or hide the side panel</source>
        <translation>옆 패널 보이기/숨기기</translation>
    </message>
    <message>
        <source>Ctrl+O</source>
        <translation>Ctrl+O</translation>
    </message>
    <message>
        <source>open a database</source>
        <translation>데이터베이스 열기</translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation>Ctrl+,</translation>
    </message>
    <message>
        <source>settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>search the schema, or the examples of a run</source>
        <translation>스키마 또는 평가의 예제 찾기</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Ctrl+N</translation>
    </message>
    <message>
        <source>Alt+Up, Alt+Down</source>
        <translation>Alt+위, Alt+아래</translation>
    </message>
    <message>
        <source>in a run: previous and next example</source>
        <translation>평가 안: 이전 예제, 다음 예제</translation>
    </message>
    <message>
        <source>Alt+Left</source>
        <translation>Alt+왼쪽</translation>
    </message>
    <message>
        <source>in a run: back to the runs</source>
        <translation>평가 안: 평가 목록으로</translation>
    </message>
    <message>
        <source>on the pages Evaluate and Train: new evaluation, new training</source>
        <translation>평가와 학습 화면에서: 새 평가, 새 학습</translation>
    </message>
    <message>
        <source>Ctrl+1 … Ctrl+4</source>
        <translation>Ctrl+1 … Ctrl+4</translation>
    </message>
    <message>
        <source>to the pages Ask, Evaluate, Train and Shrink</source>
        <translation>질문, 평가, 학습, 경량화 페이지로</translation>
    </message>
</context>
<context>
    <name>mureum::ui::LeaveQuestion</name>
    <message>
        <source>Jobs are running</source>
        <translation>실행 중인 작업</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) not finished: %1</source>
        <translation>
            <numerusform>작업 %n개가 끝나지 않았습니다: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>In the background they go on without the window; it shows them again when it is opened. A stopped job keeps what is done and can be resumed.</source>
        <translation>백그라운드에서는 창 없이 계속되며, 창을 다시 열면 보입니다. 멈춘 작업은 끝난 부분을 보관하고 이어서 할 수 있습니다.</translation>
    </message>
    <message>
        <source>Jobs that still wait for their turn are not started in the background.</source>
        <translation>차례를 기다리는 작업은 백그라운드에서 시작되지 않습니다.</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>계속 실행</translation>
    </message>
    <message>
        <source>Stop them</source>
        <translation>멈추기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>mureum::ui::LinkedQuestion</name>
    <message>
        <source>table</source>
        <translation>테이블</translation>
    </message>
    <message>
        <source>column</source>
        <translation>열</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>질문</translation>
    </message>
</context>
<context>
    <name>mureum::ui::MainWindow</name>
    <message>
        <source>Pages</source>
        <translation>페이지</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>Ask a database (Ctrl+1)</source>
        <translation>데이터베이스에 질문하기 (Ctrl+1)</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Settings (Ctrl+,)</source>
        <translation>설정 (Ctrl+,)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open database…</source>
        <translation>데이터베이스 열기(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Recent and samples</source>
        <translation>최근 파일과 예제(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>설정(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Question</source>
        <translation>질문(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Ask</source>
        <translation>질문하기(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>멈춤(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Run the SQL</source>
        <translation>SQL 실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;What the model saw</source>
        <translation>모델이 본 내용(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>To the &amp;question</source>
        <translation>질문 칸으로(&amp;Q)</translation>
    </message>
    <message>
        <source>To the S&amp;QL</source>
        <translation>SQL 칸으로(&amp;L)</translation>
    </message>
    <message>
        <source>Search the s&amp;chema</source>
        <translation>스키마 찾기(&amp;C)</translation>
    </message>
    <message>
        <source>Search the &amp;history</source>
        <translation>기록 찾기(&amp;H)</translation>
    </message>
    <message>
        <source>Show or hide the &amp;side panel</source>
        <translation>옆 패널 보이기/숨기기(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>단축키(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Mureum</source>
        <translation>Mureum 정보(&amp;A)</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>걸린 시간</translation>
    </message>
    <message>
        <source>%1 – Mureum</source>
        <translation>%1 – Mureum</translation>
    </message>
    <message>
        <source>%1, read-only</source>
        <translation>%1, 읽기 전용</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>모델을 불러오는 중…</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>모델 없음</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Measure how good a model is (Ctrl+2)</source>
        <translation>모델이 얼마나 좋은지 측정 (Ctrl+2)</translation>
    </message>
    <message>
        <source>Running jobs</source>
        <translation>실행 중인 작업</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) running</source>
        <translation>
            <numerusform>작업 %n개 실행 중</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, before</source>
        <translation>%1, 이전</translation>
    </message>
    <message>
        <source>%1, after</source>
        <translation>%1, 이후</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Make the model good at your database (Ctrl+3)</source>
        <translation>모델이 내 데이터베이스를 잘 다루게 합니다 (Ctrl+3)</translation>
    </message>
    <message>
        <source>Shrink</source>
        <translation>경량화</translation>
    </message>
    <message>
        <source>Make a model smaller, and see what that costs (Ctrl+4)</source>
        <translation>모델을 작게 만들고 무엇을 잃는지 보기 (Ctrl+4)</translation>
    </message>
</context>
<context>
    <name>mureum::ui::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>알림 닫기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::MethodPage</name>
    <message>
        <source>What it learns from</source>
        <translation>무엇으로 배울까요</translation>
    </message>
    <message>
        <source>What is trained</source>
        <translation>무엇을 학습할까요</translation>
    </message>
    <message>
        <source>How thoroughly</source>
        <translation>얼마나 꼼꼼히 할까요</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>교사 모델</translation>
    </message>
    <message>
        <source>made of the model&apos;s own right and wrong answers</source>
        <translation>모델 자신의 맞는 답과 틀린 답으로 만듭니다</translation>
    </message>
    <message>
        <source>JSON lines with db_id, question, chosen and rejected</source>
        <translation>db_id, question, chosen, rejected가 있는 JSON 행</translation>
    </message>
    <message>
        <source>Pairs:</source>
        <translation>쌍:</translation>
    </message>
    <message>
        <source>Pairs of a better and a worse answer</source>
        <translation>더 나은 답과 더 못한 답의 쌍</translation>
    </message>
    <message>
        <source>Examples (*.jsonl *.json)</source>
        <translation>예제 (*.jsonl *.json)</translation>
    </message>
    <message>
        <source>Right answers</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>The SQL in the data. The usual way.</source>
        <translation>데이터에 있는 SQL로 배웁니다. 보통의 방법입니다.</translation>
    </message>
    <message>
        <source>Own right answers</source>
        <translation>스스로 맞힌 답</translation>
    </message>
    <message>
        <source>It tries each question several times and learns what came out right.</source>
        <translation>질문마다 여러 번 시도하고 맞게 나온 것을 배웁니다.</translation>
    </message>
    <message>
        <source>Better and worse</source>
        <translation>더 나은 답과 못한 답</translation>
    </message>
    <message>
        <source>It learns to prefer right answers to its own wrong ones.</source>
        <translation>자신의 틀린 답보다 맞는 답을 고르도록 배웁니다.</translation>
    </message>
    <message>
        <source>A teacher</source>
        <translation>교사 모델</translation>
    </message>
    <message>
        <source>A stronger model on a server writes the SQL; what runs and gives rows is learned.</source>
        <translation>서버의 더 강한 모델이 SQL을 쓰고, 실행되어 행을 내는 것을 배웁니다.</translation>
    </message>
    <message>
        <source>An adapter (LoRA)</source>
        <translation>어댑터 (LoRA)</translation>
    </message>
    <message>
        <source>A small addition to the model that can be switched on and off.</source>
        <translation>켜고 끌 수 있는 작은 덧붙임입니다.</translation>
    </message>
    <message>
        <source>An adapter on 4 bit (QLoRA)</source>
        <translation>4비트 위의 어댑터 (QLoRA)</translation>
    </message>
    <message>
        <source>The model itself is kept in a quarter of the memory. For large models.</source>
        <translation>모델 자체를 4분의 1 메모리에 둡니다. 큰 모델에 알맞습니다.</translation>
    </message>
    <message>
        <source>Every weight</source>
        <translation>모든 가중치</translation>
    </message>
    <message>
        <source>The strongest, with the most memory. The result is a new model.</source>
        <translation>가장 강하고 메모리를 가장 많이 씁니다. 결과는 새 모델입니다.</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>빠르게</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>균형 있게</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>꼼꼼하게</translation>
    </message>
    <message>
        <source>To see whether it helps.</source>
        <translation>도움이 되는지 보려고 할 때.</translation>
    </message>
    <message>
        <source>For one database.</source>
        <translation>데이터베이스 하나에.</translation>
    </message>
    <message>
        <source>For many questions, and the best score.</source>
        <translation>질문이 많고 가장 좋은 점수를 원할 때.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln step(s)</source>
        <translation>
            <numerusform>%Ln스텝</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, rank %2.</source>
        <translation>%1, 랭크 %2.</translation>
    </message>
    <message>
        <source>Name the teacher&apos;s server.</source>
        <translation>교사 모델의 서버를 쓰세요.</translation>
    </message>
    <message>
        <source>Name the teacher&apos;s model.</source>
        <translation>교사 모델의 이름을 쓰세요.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ModelChoice</name>
    <message>
        <source>%1 B</source>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation>%1 M</translation>
    </message>
    <message>
        <source>The bundled model</source>
        <translation>함께 제공되는 모델</translation>
    </message>
    <message>
        <source>A model of my own</source>
        <translation>내 모델</translation>
    </message>
    <message>
        <source>File:</source>
        <translation>파일:</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>모델 선택</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>모델 (*.gguf)</translation>
    </message>
    <message>
        <source>Choose a model file.</source>
        <translation>모델 파일을 고르세요.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ModelPage</name>
    <message>
        <source>Base model</source>
        <translation>기본 모델</translation>
    </message>
    <message>
        <source>Small and quick: it learns a database in minutes on this computer.</source>
        <translation>작고 빠릅니다. 이 컴퓨터에서 몇 분이면 데이터베이스를 배웁니다.</translation>
    </message>
    <message>
        <source>A GGUF file that is not quantized. Larger models answer better and take longer.</source>
        <translation>양자화되지 않은 GGUF 파일입니다. 큰 모델일수록 잘 답하지만 오래 걸립니다.</translation>
    </message>
    <message>
        <source>The file is only read; what is learned goes to a folder of its own.</source>
        <translation>파일은 읽기만 하고, 배운 것은 따로 폴더에 둡니다.</translation>
    </message>
    <message>
        <source>File:</source>
        <translation>파일:</translation>
    </message>
    <message>
        <source>This model</source>
        <translation>이 모델</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>이름:</translation>
    </message>
    <message>
        <source>Parameters:</source>
        <translation>파라미터:</translation>
    </message>
    <message>
        <source>Context:</source>
        <translation>문맥:</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1토큰</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ModelStep</name>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Small already: a good one to try it with, in minutes.</source>
        <translation>이미 작습니다. 몇 분 만에 시험해 보기 좋습니다.</translation>
    </message>
    <message>
        <source>A GGUF file with 8 bits a weight or more. The larger it is, the more there is to gain.</source>
        <translation>가중치당 8비트 이상인 GGUF 파일입니다. 클수록 얻는 것이 많습니다.</translation>
    </message>
    <message>
        <source>The file is only read; the smaller one is a file of its own.</source>
        <translation>파일은 읽기만 하고, 작아진 모델은 따로 저장합니다.</translation>
    </message>
    <message>
        <source>This model</source>
        <translation>이 모델</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>이름:</translation>
    </message>
    <message>
        <source>Parameters:</source>
        <translation>파라미터:</translation>
    </message>
    <message>
        <source>Weights:</source>
        <translation>가중치:</translation>
    </message>
    <message>
        <source>File size:</source>
        <translation>파일 크기:</translation>
    </message>
    <message>
        <source>Memory:</source>
        <translation>메모리:</translation>
    </message>
    <message>
        <source>File:</source>
        <translation>파일:</translation>
    </message>
    <message>
        <source>Weights, and keys and values of a full context; the program itself comes on top</source>
        <translation>가중치와, 문맥을 가득 채운 키와 값입니다. 프로그램 자체는 별도입니다</translation>
    </message>
    <message>
        <source>%1, %2 bits a weight</source>
        <translation>%1, 가중치당 %2비트</translation>
    </message>
</context>
<context>
    <name>mureum::ui::NewEvaluationDialog</name>
    <message>
        <source>EM: same clauses</source>
        <translation>EM: 같은 절</translation>
    </message>
    <message>
        <source>Suite: same rows on changed databases too</source>
        <translation>변형 DB: 변형한 데이터베이스에서도 같은 행</translation>
    </message>
    <message>
        <source>Efficiency: time against the right answer</source>
        <translation>효율: 정답 대비 시간</translation>
    </message>
    <message>
        <source>Judge: ask a model on a server</source>
        <translation>판정 모델: 서버의 모델에 묻기</translation>
    </message>
    <message>
        <source>all</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>판정 모델</translation>
    </message>
    <message>
        <source>New evaluation</source>
        <translation>새 평가</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>찾아보기…</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>이름:</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>모델:</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>모델 고르기</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>모델 (*.gguf)</translation>
    </message>
    <message>
        <source>Folder of the adapter</source>
        <translation>어댑터 폴더</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Adapter:</source>
        <translation>어댑터:</translation>
    </message>
    <message>
        <source>Data:</source>
        <translation>데이터:</translation>
    </message>
    <message>
        <source>Questions with right answers</source>
        <translation>정답이 있는 질문</translation>
    </message>
    <message>
        <source>Examples (*.jsonl *.json)</source>
        <translation>예제 (*.jsonl *.json)</translation>
    </message>
    <message>
        <source>Databases:</source>
        <translation>데이터베이스:</translation>
    </message>
    <message>
        <source>Folder of databases</source>
        <translation>데이터베이스 폴더</translation>
    </message>
    <message>
        <source>JSON lines with db_id, question, query</source>
        <translation>db_id, question, query가 있는 JSON Lines</translation>
    </message>
    <message>
        <source>folder with &lt;db_id&gt;.sqlite</source>
        <translation>&lt;db_id&gt;.sqlite가 있는 폴더</translation>
    </message>
    <message>
        <source>EX: same rows</source>
        <translation>EX: 같은 행</translation>
    </message>
    <message>
        <source>Measures:</source>
        <translation>지표:</translation>
    </message>
    <message>
        <source>Answers the model weighs against each other</source>
        <translation>모델이 서로 견주는 답의 수</translation>
    </message>
    <message>
        <source>The first so many examples</source>
        <translation>처음 몇 개의 예제</translation>
    </message>
    <message>
        <source>Candidates:</source>
        <translation>후보 수:</translation>
    </message>
    <message>
        <source>Examples:</source>
        <translation>예제:</translation>
    </message>
    <message>
        <source>The command that runs:</source>
        <translation>실행되는 명령:</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>명령으로 복사</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>mureum::ui::PhasesPanel</name>
    <message>
        <source>Quantize layer by layer</source>
        <translation>층별로 양자화</translation>
    </message>
    <message>
        <source>Load time, memory, speed</source>
        <translation>불러오는 시간, 메모리, 속도</translation>
    </message>
    <message>
        <source>Probabilities, beside the original&apos;s</source>
        <translation>원본과 확률 비교</translation>
    </message>
    <message>
        <source>Questions to the original</source>
        <translation>원본에 질문</translation>
    </message>
    <message>
        <source>Questions to the smaller one</source>
        <translation>작아진 모델에 질문</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
    <message>
        <source>done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>It goes on without this window. What is finished is kept when it is stopped.</source>
        <translation>창을 닫아도 계속됩니다. 멈춰도 끝난 부분은 남습니다.</translation>
    </message>
    <message>
        <source>The report of this run is damaged. Resume measures again; the file is not made anew.</source>
        <translation>이 실행의 보고서가 손상되었습니다. 이어서 하면 다시 측정하고, 파일은 새로 만들지 않습니다.</translation>
    </message>
    <message>
        <source>It has not come to its end. Resume goes on where it was.</source>
        <translation>끝까지 가지 못했습니다. 이어서 하면 멈춘 곳부터 계속합니다.</translation>
    </message>
    <message>
        <source>It has not come to its end.</source>
        <translation>끝까지 가지 못했습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::PlanAsker</name>
    <message>
        <source>%1 cannot be started.</source>
        <translation>%1을(를) 시작할 수 없습니다.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>멈췄습니다.</translation>
    </message>
    <message>
        <source>The program that plans ended unexpectedly.</source>
        <translation>계획을 세우는 프로그램이 뜻밖에 끝났습니다.</translation>
    </message>
    <message>
        <source>The program gave no plan.</source>
        <translation>프로그램이 계획을 내지 않았습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::PromptInspector</name>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>In the question</source>
        <translation>질문에서</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>In the database</source>
        <translation>데이터베이스에서</translation>
    </message>
    <message>
        <source>Recognised in the question</source>
        <translation>질문에서 알아본 것</translation>
    </message>
    <message>
        <source>What the model saw</source>
        <translation>모델이 본 내용</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%2토큰 가운데 %1토큰</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1토큰</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Prompt:</source>
        <translation>프롬프트:</translation>
    </message>
    <message>
        <source>Written:</source>
        <translation>쓴 길이:</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n토큰</numerusform>
        </translation>
    </message>
    <message>
        <source>Time:</source>
        <translation>시간:</translation>
    </message>
    <message>
        <source>linking %1, reading the prompt %2, writing %3, running %4, in all %5</source>
        <translation>연결 %1, 프롬프트 읽기 %2, 쓰기 %3, 실행 %4, 모두 %5</translation>
    </message>
    <message>
        <source>Copy prompt</source>
        <translation>프롬프트 복사</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Nothing in the question was recognised in the database.</source>
        <translation>질문에서 데이터베이스와 이어지는 말을 찾지 못했습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::QuantizationInfo</name>
    <message>
        <source>quantizing</source>
        <translation>양자화 중</translation>
    </message>
    <message>
        <source>measuring speed</source>
        <translation>속도 측정 중</translation>
    </message>
    <message>
        <source>comparing probabilities</source>
        <translation>확률 비교 중</translation>
    </message>
    <message>
        <source>asking the original</source>
        <translation>원본에 묻는 중</translation>
    </message>
    <message>
        <source>asking the smaller one</source>
        <translation>작아진 모델에 묻는 중</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>준비 중</translation>
    </message>
    <message>
        <source>%1, %2 of %3</source>
        <translation>%1, %3 중 %2</translation>
    </message>
</context>
<context>
    <name>mureum::ui::QuantizationPage</name>
    <message>
        <source>Stopped.</source>
        <translation>멈췄습니다.</translation>
    </message>
    <message>
        <source>Open a run directory</source>
        <translation>양자화 폴더 열기</translation>
    </message>
    <message>
        <source>%1 holds no quantization. Choose a folder that mureum-cli quantize filled (OUT.run).</source>
        <translation>%1에는 양자화 실행이 없습니다. mureum-cli quantize가 만든 폴더(OUT.run)를 고르세요.</translation>
    </message>
    <message>
        <source>The Ask page answers with this model now. The settings change it back.</source>
        <translation>이제 질문 페이지가 이 모델로 답합니다. 설정에서 되돌릴 수 있습니다.</translation>
    </message>
    <message>
        <source>Save the smaller model</source>
        <translation>작아진 모델 저장</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>모델 (*.gguf)</translation>
    </message>
    <message>
        <source>That is the file itself: choose another place.</source>
        <translation>바로 그 파일입니다. 다른 곳을 고르세요.</translation>
    </message>
    <message>
        <source>That is the original model, which is never overwritten.</source>
        <translation>원본 모델입니다. 원본은 덮어쓰지 않습니다.</translation>
    </message>
    <message>
        <source>Saving %1…</source>
        <translation>%1 저장 중…</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 저장함</translation>
    </message>
    <message>
        <source>%1 was not saved: %2</source>
        <translation>%1에 저장하지 못했습니다: %2</translation>
    </message>
    <message>
        <source>Discard quantizations</source>
        <translation>양자화 버리기</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n quantization(s)? %1</source>
        <translation>
            <numerusform>양자화 %n개를 삭제할까요? %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The model files they made are deleted with them.</source>
        <translation>만들어진 모델 파일도 함께 삭제됩니다.</translation>
    </message>
    <message>
        <source>One of them is in use; the Ask page goes back to the model it was made from.</source>
        <translation>사용 중인 모델이 있습니다. 질문 페이지는 원본 모델로 돌아갑니다.</translation>
    </message>
    <message>
        <source>Runs that lie elsewhere are only taken off the list; their files stay.</source>
        <translation>다른 곳에 있는 실행은 목록에서만 빠지고 파일은 남습니다.</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
</context>
<context>
    <name>mureum::ui::QuantizationReport</name>
    <message>
        <source>worth keeping</source>
        <translation>쓸 만함</translation>
    </message>
    <message>
        <source>not certain</source>
        <translation>확실하지 않음</translation>
    </message>
    <message>
        <source>not worth it</source>
        <translation>쓸 만하지 않음</translation>
    </message>
    <message>
        <source>The file has %1% of its former size.</source>
        <translation>파일이 원래 크기의 %1%입니다.</translation>
    </message>
    <message numerus="yes">
        <source>All %Ln question(s) are judged as before.</source>
        <translation>
            <numerusform>질문 %Ln개의 판정이 모두 그대로입니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Of %1 questions, %2 lost their right answer and %3 gained one: EX changes by %4 points.</source>
        <translation>질문 %1개 가운데 %2개가 정답을 잃고 %3개가 얻었습니다. EX는 %4점 바뀝니다.</translation>
    </message>
    <message>
        <source>No questions were asked; in %1% of all places the first choice stays the same.</source>
        <translation>질문은 하지 않았습니다. 전체 자리의 %1%에서 첫 번째 선택이 그대로입니다.</translation>
    </message>
    <message>
        <source>That is a fair price for the size: it is worth keeping.</source>
        <translation>크기에 견주어 알맞은 대가이므로 쓸 만합니다.</translation>
    </message>
    <message>
        <source>That is more than the size is worth. More bits, smaller groups or more questions to calibrate with lose less.</source>
        <translation>줄어든 크기에 견주어 대가가 큽니다. 비트를 늘리거나, 묶음을 줄이거나, 보정 질문을 늘리면 덜 잃습니다.</translation>
    </message>
    <message>
        <source>It is hardly smaller: keep the original.</source>
        <translation>거의 작아지지 않았습니다. 원본을 쓰세요.</translation>
    </message>
    <message>
        <source>That may be chance, or too little to judge by: measure with more questions of your own.</source>
        <translation>우연이거나 판단하기에 모자랄 수 있습니다. 내 질문을 더 모아 측정하세요.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) are few; more of your own tell more.</source>
        <translation>
            <numerusform>질문 %Ln개는 적습니다. 내 질문이 많을수록 더 잘 알 수 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>It writes %1 times as fast.</source>
        <translation>답을 쓰는 속도가 %1배입니다.</translation>
    </message>
    <message>
        <source>It writes at %1% of its former speed.</source>
        <translation>답을 쓰는 속도가 이전의 %1%입니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::QuantizationView</name>
    <message>
        <source>Runs</source>
        <translation>양자화 목록</translation>
    </message>
    <message>
        <source>Back to the list of runs (Alt+Left)</source>
        <translation>양자화 목록으로 (Alt+왼쪽)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Stop after the layer or question under way; Resume goes on from there. A second click ends it at once.</source>
        <translation>진행 중인 층이나 질문을 마치고 멈춥니다. 이어서 하면 거기서 계속합니다. 한 번 더 누르면 바로 끝냅니다.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>이어서 하기</translation>
    </message>
    <message>
        <source>Go on where it stopped</source>
        <translation>멈춘 곳에서 계속합니다</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행률</translation>
    </message>
    <message>
        <source>New run with these settings…</source>
        <translation>이 설정으로 새 양자화…</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>명령으로 복사</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>행렬</translation>
    </message>
    <message>
        <source>Scheme</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>Stored as</source>
        <translation>저장 형식</translation>
    </message>
    <message>
        <source>Bits a weight</source>
        <translation>가중치당 비트</translation>
    </message>
    <message>
        <source>Error of its outputs</source>
        <translation>출력 오차</translation>
    </message>
    <message>
        <source>By plain rounding</source>
        <translation>단순 반올림일 때</translation>
    </message>
    <message>
        <source>Root of the mean squared error of the outputs, as a share of the outputs</source>
        <translation>출력의 평균 제곱 오차의 제곱근을 출력에 견준 비율</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>전과 후</translation>
    </message>
    <message>
        <source>report.json of this run cannot be read: it is damaged.</source>
        <translation>이 실행의 report.json이 손상되어 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>그대로</translation>
    </message>
    <message>
        <source>%1 of this step left</source>
        <translation>이 단계 %1 남음</translation>
    </message>
</context>
<context>
    <name>mureum::ui::QuantizationsModel</name>
    <message>
        <source>report damaged</source>
        <translation>보고서 손상</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Scheme</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>Size before</source>
        <translation>이전 크기</translation>
    </message>
    <message>
        <source>Size after</source>
        <translation>이후 크기</translation>
    </message>
    <message>
        <source>EX before</source>
        <translation>이전 EX</translation>
    </message>
    <message>
        <source>EX after</source>
        <translation>이후 EX</translation>
    </message>
    <message>
        <source>EX lost</source>
        <translation>잃은 EX</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>Share of questions that the original answers with the right rows</source>
        <translation>원본이 올바른 행으로 답하는 질문의 비율</translation>
    </message>
    <message>
        <source>The same of the smaller model</source>
        <translation>작아진 모델의 같은 비율</translation>
    </message>
    <message>
        <source>Points of EX that are lost; below zero it gained</source>
        <translation>잃은 EX 점수이며, 0보다 작으면 늘었습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::QuantizationsView</name>
    <message>
        <source>New quantization…</source>
        <translation>새 양자화…</translation>
    </message>
    <message>
        <source>Make a model smaller and see what that costs (Ctrl+N)</source>
        <translation>모델을 작게 만들고 무엇을 잃는지 보기 (Ctrl+N)</translation>
    </message>
    <message>
        <source>Show a run directory that lies elsewhere</source>
        <translation>다른 곳에 있는 양자화 폴더를 보여 줍니다</translation>
    </message>
    <message>
        <source>Stop; what is finished is kept, and it can be resumed</source>
        <translation>멈추기. 끝난 부분은 남으며 이어서 할 수 있습니다</translation>
    </message>
    <message>
        <source>Make a model smaller</source>
        <translation>모델을 작게 만들기</translation>
    </message>
    <message>
        <source>With fewer bits a weight, a model takes less disk and memory, and is often faster. What that costs is measured in answers: which questions it no longer gets right, side by side with the original. The original is never touched.</source>
        <translation>가중치의 비트를 줄이면 모델이 디스크와 메모리를 덜 쓰고 더 빨라지기도 합니다. 그 대가는 답으로 잽니다. 어떤 질문을 더는 맞히지 못하는지 원본과 나란히 보여 줍니다. 원본은 건드리지 않습니다.</translation>
    </message>
    <message>
        <source>New run with these settings…</source>
        <translation>이 설정으로 새 양자화…</translation>
    </message>
</context>
<context>
    <name>mureum::ui::QuantizeWizard</name>
    <message>
        <source>New quantization</source>
        <translation>새 양자화</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Scheme</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Looking at the model…</source>
        <translation>모델을 살펴보는 중…</translation>
    </message>
    <message>
        <source>The file would not become smaller.</source>
        <translation>파일이 작아지지 않습니다.</translation>
    </message>
    <message>
        <source>The disk is full: %1 are free, %2 are needed.</source>
        <translation>디스크가 가득 찼습니다. %1이(가) 남았고 %2이(가) 필요합니다.</translation>
    </message>
    <message>
        <source>%1: %2 instead of %3, %4 of memory</source>
        <translation>%1: %3 대신 %2, 메모리 %4</translation>
    </message>
    <message>
        <source>Nothing is measured: what it loses stays unknown.</source>
        <translation>측정하지 않으므로 무엇을 잃는지 알 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::Recommendation</name>
    <message>
        <source>No scheme makes this model smaller.</source>
        <translation>이 모델을 더 작게 만드는 방식이 없습니다.</translation>
    </message>
    <message>
        <source>%1 stays closest to the original; the file shrinks from %2 to %3.</source>
        <translation>%1이(가) 원본에 가장 가깝습니다. 파일은 %2에서 %3(으)로 줄어듭니다.</translation>
    </message>
    <message>
        <source>%1 loses least of those with the smallest files: %2 instead of %3.</source>
        <translation>파일이 가장 작은 것 가운데 %1이(가) 가장 덜 잃습니다: %3 대신 %2.</translation>
    </message>
    <message>
        <source>%1 loses least of those that make the file much smaller: %2 instead of %3.</source>
        <translation>파일을 크게 줄이는 것 가운데 %1이(가) 가장 덜 잃습니다: %3 대신 %2.</translation>
    </message>
    <message>
        <source>%1 loses least of those that stay within %2: it takes %3.</source>
        <translation>%2 안에 드는 것 가운데 %1이(가) 가장 덜 잃습니다: %3을(를) 씁니다.</translation>
    </message>
    <message>
        <source>Nothing stays within %2; %1 comes closest and takes %3.</source>
        <translation>%2 안에 드는 것이 없습니다. %1이(가) 가장 가까우며 %3을(를) 씁니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ReportPanel</name>
    <message>
        <source>Use this model</source>
        <translation>이 모델 사용</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>다른 이름으로 저장…</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>버리기…</translation>
    </message>
    <message>
        <source>Compare all answers</source>
        <translation>모든 답 비교</translation>
    </message>
    <message>
        <source>Questions answered rightly (95% interval)</source>
        <translation>맞힌 질문 (95% 구간)</translation>
    </message>
    <message>
        <source>Questions whose answer turned</source>
        <translation>답의 판정이 바뀐 질문</translation>
    </message>
    <message>
        <source>After, as a share of before</source>
        <translation>이전에 견준 이후</translation>
    </message>
    <message>
        <source>Answer with this model on the Ask page from now on; the settings change it back</source>
        <translation>이제부터 질문 페이지에서 이 모델로 답합니다. 설정에서 되돌릴 수 있습니다</translation>
    </message>
    <message>
        <source>Copy the model file to where you like</source>
        <translation>모델 파일을 원하는 곳에 복사</translation>
    </message>
    <message>
        <source>Delete the file and this run</source>
        <translation>파일과 이 실행을 삭제</translation>
    </message>
    <message>
        <source>Open before and after on the page Evaluate</source>
        <translation>평가 페이지에서 전과 후를 열기</translation>
    </message>
    <message>
        <source>None: every question is judged as before.</source>
        <translation>없습니다. 모든 질문의 판정이 그대로입니다.</translation>
    </message>
    <message>
        <source>Not measured to its end</source>
        <translation>끝까지 측정하지 않음</translation>
    </message>
    <message>
        <source>The file itself is no longer there.</source>
        <translation>파일 자체는 더 이상 없습니다.</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>사용 중</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>파일 크기</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>초당 %1 토큰</translation>
    </message>
    <message>
        <source>Load time</source>
        <translation>불러오는 시간</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>최대 메모리</translation>
    </message>
    <message>
        <source>Of the whole process</source>
        <translation>프로세스 전체</translation>
    </message>
    <message>
        <source>Reading a prompt</source>
        <translation>프롬프트 읽기</translation>
    </message>
    <message>
        <source>Prefill: more is better</source>
        <translation>프리필: 클수록 좋음</translation>
    </message>
    <message>
        <source>Writing an answer</source>
        <translation>답 쓰기</translation>
    </message>
    <message>
        <source>Decode: more is better</source>
        <translation>디코드: 클수록 좋음</translation>
    </message>
    <message>
        <source>Perplexity, %1</source>
        <translation>퍼플렉시티, %1</translation>
    </message>
    <message>
        <source>How surprised the model is by what is right: less is better</source>
        <translation>옳은 것에 모델이 얼마나 놀라는지입니다. 작을수록 좋습니다</translation>
    </message>
    <message>
        <source>Mean KL, %1</source>
        <translation>평균 KL, %1</translation>
    </message>
    <message>
        <source>How far its probabilities are from the original&apos;s, in nats: 0 is none</source>
        <translation>확률이 원본과 얼마나 다른지(nat)입니다. 0이면 같습니다</translation>
    </message>
    <message>
        <source>Same first choice, %1</source>
        <translation>같은 첫 선택, %1</translation>
    </message>
    <message>
        <source>Share of places where it would write the same token as the original</source>
        <translation>원본과 같은 토큰을 쓸 자리의 비율</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>답</translation>
    </message>
    <message>
        <source>prompts</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>text</source>
        <translation>텍스트</translation>
    </message>
    <message>
        <source>EX</source>
        <translation>EX</translation>
    </message>
    <message>
        <source>%1 points (%2 to %3)</source>
        <translation>%1점 (%2 ~ %3)</translation>
    </message>
    <message>
        <source>Share of questions that get the right rows; the change with its 95% interval</source>
        <translation>올바른 행을 얻는 질문의 비율과, 95% 구간을 붙인 변화</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>After</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>변화</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>읽기</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>쓰기</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>퍼플렉시티</translation>
    </message>
    <message>
        <source>Before, wrong</source>
        <translation>이전: 틀림</translation>
    </message>
    <message>
        <source>Before, right</source>
        <translation>이전: 맞음</translation>
    </message>
    <message>
        <source>After, right</source>
        <translation>이후: 맞음</translation>
    </message>
    <message>
        <source>After, wrong</source>
        <translation>이후: 틀림</translation>
    </message>
    <message>
        <source>A right answer: %1</source>
        <translation>정답의 예: %1</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultPairView</name>
    <message>
        <source>Only rows that differ</source>
        <translation>다른 행만</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측</translation>
    </message>
    <message numerus="yes">
        <source>the first %n row(s)</source>
        <translation>
            <numerusform>처음 %n행</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n행</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 without a counterpart</source>
        <translation>짝 없는 행 %1개</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>No rows.</source>
        <translation>행이 없습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultPane</name>
    <message>
        <source>Running…</source>
        <translation>실행 중…</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>멈췄습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultSideModel</name>
    <message>
        <source>No column of the other result has these values</source>
        <translation>다른 결과에 이 값을 가진 열이 없습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultStatus</name>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>no rows</source>
        <translation>행 없음</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1행</translation>
    </message>
    <message>
        <source>all %1 rows</source>
        <translation>모두 %1행</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>실행 중…</translation>
    </message>
    <message>
        <source>Reading… %1 rows so far</source>
        <translation>읽는 중… 지금까지 %1행</translation>
    </message>
    <message>
        <source>Stopped · %1 rows so far</source>
        <translation>멈춤 · 지금까지 %1행</translation>
    </message>
    <message>
        <source>the first %1 rows; an export holds them all</source>
        <translation>처음 %1행. 내보내면 모두 담깁니다</translation>
    </message>
    <message>
        <source>%1 rows so far</source>
        <translation>지금까지 %1행</translation>
    </message>
    <message>
        <source> · %1 s</source>
        <translation> · %1초</translation>
    </message>
    <message>
        <source>Stop the export or copy</source>
        <translation>내보내기나 복사 멈추기</translation>
    </message>
    <message>
        <source>Stop reading; the rows so far stay</source>
        <translation>읽기 멈추기. 지금까지 읽은 행은 남습니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultTable</name>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy with headers</source>
        <translation>열 이름과 함께 복사</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>모두 선택</translation>
    </message>
    <message>
        <source>Use as filter</source>
        <translation>필터로 쓰기</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>필터 지우기</translation>
    </message>
    <message>
        <source>Separate thousands</source>
        <translation>천 단위 구분</translation>
    </message>
    <message>
        <source>Fit the columns</source>
        <translation>열 너비 맞추기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultView</name>
    <message>
        <source>Table</source>
        <translation>표</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>차트</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>필터</translation>
    </message>
    <message>
        <source>Fields under the headers that narrow the rows down</source>
        <translation>열 이름 아래 칸에 조건을 넣어 행을 추립니다</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy the selected rows with their headers, or all where none are selected</source>
        <translation>고른 행을 열 이름과 함께 복사합니다. 고르지 않으면 모두 복사합니다</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Save all rows as CSV</source>
        <translation>모든 행을 CSV로 저장</translation>
    </message>
    <message>
        <source>The database was changed while its rows were read; run the query again.</source>
        <translation>행을 읽는 동안 데이터베이스가 바뀌었습니다. 다시 실행하세요.</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 저장함</translation>
    </message>
    <message>
        <source>No row passes the filters.</source>
        <translation>필터에 맞는 행이 없습니다.</translation>
    </message>
    <message>
        <source>The query gave no rows.</source>
        <translation>결과가 없습니다.</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>복사함</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>내보내는 중…</translation>
    </message>
    <message>
        <source>Copying…</source>
        <translation>복사하는 중…</translation>
    </message>
    <message>
        <source>Exporting… %1 rows</source>
        <translation>내보내는 중… %1행</translation>
    </message>
    <message>
        <source>Copying… %1 rows</source>
        <translation>복사하는 중… %1행</translation>
    </message>
    <message>
        <source>Saved %1 rows to %2</source>
        <translation>%2에 %1행을 저장함</translation>
    </message>
    <message>
        <source>Copied %1 rows</source>
        <translation>%1행을 복사함</translation>
    </message>
    <message>
        <source>Export stopped; nothing was saved</source>
        <translation>내보내기를 멈췄습니다. 저장하지 않았습니다</translation>
    </message>
    <message>
        <source>Copy stopped</source>
        <translation>복사를 멈췄습니다</translation>
    </message>
    <message>
        <source>Another export or copy is running</source>
        <translation>다른 내보내기나 복사가 진행 중입니다</translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunCheck</name>
    <message>
        <source>No model is chosen.</source>
        <translation>모델을 고르지 않았습니다.</translation>
    </message>
    <message>
        <source>The model %1 does not exist.</source>
        <translation>모델 %1이(가) 없습니다.</translation>
    </message>
    <message>
        <source>The folder %1 holds no model: config.json is missing.</source>
        <translation>%1 폴더에 모델이 없습니다: config.json이 없습니다.</translation>
    </message>
    <message>
        <source>%1 is not a GGUF file.</source>
        <translation>%1은(는) GGUF 파일이 아닙니다.</translation>
    </message>
    <message>
        <source>The folder %1 holds no adapter: adapter_config.json is missing.</source>
        <translation>%1 폴더에 어댑터가 없습니다: adapter_config.json이 없습니다.</translation>
    </message>
    <message>
        <source>No data file is chosen.</source>
        <translation>데이터 파일을 고르지 않았습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) cannot be used and are left out; line %1: %2</source>
        <translation>
            <numerusform>%n줄은 쓸 수 없어 제외합니다. %1번째 줄: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>No folder of databases is chosen.</source>
        <translation>데이터베이스 폴더를 고르지 않았습니다.</translation>
    </message>
    <message>
        <source>%1 is not a folder.</source>
        <translation>%1은(는) 폴더가 아닙니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n database(s) are missing in the folder: %1</source>
        <translation>
            <numerusform>폴더에 없는 데이터베이스 %n개: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n example(s) have no right answer and cannot be scored</source>
        <translation>
            <numerusform>예제 %n개는 정답이 없어 채점할 수 없습니다</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) come up more than once</source>
        <translation>
            <numerusform>질문 %n개가 두 번 이상 나옵니다</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n right answer(s) do not run, of %1 tried; %2</source>
        <translation>
            <numerusform>시험한 정답 %1개 중 %n개가 실행되지 않습니다. %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunInfo</name>
    <message>
        <source>given SQL</source>
        <translation>주어진 SQL</translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunRecords</name>
    <message numerus="yes">
        <source>%n line(s) of records.jsonl cannot be read and are left out</source>
        <translation>
            <numerusform>records.jsonl의 %n줄을 읽을 수 없어 제외합니다</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunView</name>
    <message>
        <source>Cannot write %1: %2. Nothing was saved</source>
        <translation>%1 파일에 쓸 수 없습니다: %2. 저장하지 않았습니다</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>차트</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>평가 목록</translation>
    </message>
    <message>
        <source>Back to the list of runs (Alt+Left)</source>
        <translation>평가 목록으로 (Alt+왼쪽)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Examples shown as CSV…</source>
        <translation>보이는 예제를 CSV로…</translation>
    </message>
    <message>
        <source>Report as HTML…</source>
        <translation>보고서를 HTML로…</translation>
    </message>
    <message>
        <source>Charts as PNG…</source>
        <translation>차트를 PNG로…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>(%1 left)</source>
        <translation>(%1 남음)</translation>
    </message>
    <message>
        <source>Suite</source>
        <translation>변형 DB</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>판정 모델</translation>
    </message>
    <message>
        <source>This run does not say where its databases are.</source>
        <translation>이 평가에는 데이터베이스 위치가 적혀 있지 않습니다.</translation>
    </message>
    <message>
        <source>Folder of databases</source>
        <translation>데이터베이스 폴더</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 저장함</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>CSV for Excel, with byte order mark (*.csv)</source>
        <translation>Excel용 CSV, BOM 포함 (*.csv)</translation>
    </message>
    <message>
        <source>Save the examples</source>
        <translation>예제 저장</translation>
    </message>
    <message>
        <source>Save the charts</source>
        <translation>차트 저장</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG 그림 (*.png)</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>보고서 저장</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>웹 페이지 (*.html)</translation>
    </message>
    <message>
        <source>Writing the report…</source>
        <translation>보고서를 쓰는 중…</translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunsModel</name>
    <message>
        <source>Execution accuracy: the prediction gives the same rows as the right answer</source>
        <translation>실행 정확도: 예측이 정답과 같은 행을 냅니다</translation>
    </message>
    <message>
        <source>Exact match: the prediction has the same clauses as the right answer</source>
        <translation>완전 일치: 예측의 절이 정답과 같습니다</translation>
    </message>
    <message>
        <source>What a judging model says</source>
        <translation>판정 모델의 판단</translation>
    </message>
    <message>
        <source>Execution accuracy that also holds on changed copies of the database</source>
        <translation>데이터베이스를 변형한 사본에서도 맞는 실행 정확도</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>개수</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>판정 모델</translation>
    </message>
    <message>
        <source>Suite</source>
        <translation>변형 DB</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>날짜</translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunsView</name>
    <message>
        <source>New evaluation…</source>
        <translation>새 평가…</translation>
    </message>
    <message>
        <source>Measure a model on questions with right answers (Ctrl+N)</source>
        <translation>정답이 있는 질문으로 모델을 측정합니다 (Ctrl+N)</translation>
    </message>
    <message>
        <source>Show a run directory that lies elsewhere</source>
        <translation>다른 곳에 있는 평가 폴더를 보여 줍니다</translation>
    </message>
    <message>
        <source>Keep what is done and stop</source>
        <translation>끝난 부분을 보관하고 멈춥니다</translation>
    </message>
    <message>
        <source>How good is a model on your data, and where does it fail?</source>
        <translation>모델이 내 데이터에서 얼마나 잘하고, 어디서 틀릴까요?</translation>
    </message>
    <message>
        <source>An evaluation asks a model questions whose right answers are known, runs its SQL read-only and compares the rows. Every example can be looked at: both SQL statements, both results, and why it counts as right or wrong.</source>
        <translation>평가는 정답을 아는 질문을 모델에 묻고, 모델의 SQL을 읽기 전용으로 실행해 행을 비교합니다. 예제마다 두 SQL과 두 결과, 그리고 왜 맞거나 틀렸는지를 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Measure the bundled model on the sample questions</source>
        <translation>내장 모델을 샘플 질문으로 측정</translation>
    </message>
    <message>
        <source>Judge…</source>
        <translation>판정…</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SamplesModel</name>
    <message>
        <source>right</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>오답</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>답</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>질문</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SchemaModel</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Type / rows</source>
        <translation>형식 / 행 수</translation>
    </message>
    <message numerus="yes">
        <source>View %1, %n column(s)</source>
        <translation>
            <numerusform>뷰 %1, 열 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Table %1, %n column(s)</source>
        <translation>
            <numerusform>테이블 %1, 열 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Primary key</source>
        <translation>기본 키</translation>
    </message>
    <message>
        <source>Refers to %1</source>
        <translation>%1 참조</translation>
    </message>
    <message>
        <source>Never NULL</source>
        <translation>NULL 없음</translation>
    </message>
    <message>
        <source>For example: %1</source>
        <translation>예: %1</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SchemaView</name>
    <message>
        <source>Search tables, columns, values</source>
        <translation>테이블, 열, 값 찾기</translation>
    </message>
    <message>
        <source>Search the schema</source>
        <translation>스키마 찾기</translation>
    </message>
    <message>
        <source>Tables and columns</source>
        <translation>테이블과 열</translation>
    </message>
    <message>
        <source>Insert into the SQL</source>
        <translation>SQL에 넣기</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>값 복사</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>이름 복사</translation>
    </message>
    <message>
        <source>Show the first %1 rows</source>
        <translation>처음 %1행 보기</translation>
    </message>
</context>
<context>
    <name>mureum::ui::Scheme</name>
    <message>
        <source>hardly any</source>
        <translation>거의 없음</translation>
    </message>
    <message>
        <source>very little</source>
        <translation>아주 조금</translation>
    </message>
    <message>
        <source>some</source>
        <translation>조금</translation>
    </message>
    <message>
        <source>some, calibrated</source>
        <translation>조금 (보정함)</translation>
    </message>
    <message>
        <source>more</source>
        <translation>더 많음</translation>
    </message>
    <message>
        <source>most</source>
        <translation>가장 많음</translation>
    </message>
    <message>
        <source>Q8_0</source>
        <translation>Q8_0</translation>
    </message>
    <message>
        <source>8 bits, rounded in blocks of 32. Other programs read it, too.</source>
        <translation>8비트, 32개씩 묶어 반올림합니다. 다른 프로그램도 읽습니다.</translation>
    </message>
    <message>
        <source>INT8</source>
        <translation>INT8</translation>
    </message>
    <message>
        <source>8 bits, one scale for each row; inputs far out of the usual are computed exactly.</source>
        <translation>8비트, 행마다 배율이 하나입니다. 유난히 큰 입력은 정확히 계산합니다.</translation>
    </message>
    <message>
        <source>GPTQ, 8 bits</source>
        <translation>GPTQ, 8비트</translation>
    </message>
    <message>
        <source>8 bits; what a column loses is made good by the next ones.</source>
        <translation>8비트입니다. 한 열에서 잃은 것을 다음 열이 메웁니다.</translation>
    </message>
    <message>
        <source>AWQ, 8 bits</source>
        <translation>AWQ, 8비트</translation>
    </message>
    <message>
        <source>8 bits; columns that matter most are rounded the least.</source>
        <translation>8비트입니다. 가장 중요한 열을 가장 덜 반올림합니다.</translation>
    </message>
    <message>
        <source>Zero point, 8 bits</source>
        <translation>영점, 8비트</translation>
    </message>
    <message>
        <source>8 bits, plainly rounded in groups.</source>
        <translation>8비트, 묶음별로 단순히 반올림합니다.</translation>
    </message>
    <message>
        <source>Absmax, 8 bits</source>
        <translation>절댓값 최대, 8비트</translation>
    </message>
    <message>
        <source>8 bits, plainly rounded in groups around zero.</source>
        <translation>8비트, 묶음별로 0을 중심으로 단순히 반올림합니다.</translation>
    </message>
    <message>
        <source>Q6_K</source>
        <translation>Q6_K</translation>
    </message>
    <message>
        <source>6 bits in blocks of 256. Other programs read it, too.</source>
        <translation>6비트, 256개씩 묶습니다. 다른 프로그램도 읽습니다.</translation>
    </message>
    <message>
        <source>GPTQ, 4 bits</source>
        <translation>GPTQ, 4비트</translation>
    </message>
    <message>
        <source>4 bits; looks at questions first, and what a column loses is made good by the next ones.</source>
        <translation>4비트입니다. 먼저 질문을 살피고, 한 열에서 잃은 것을 다음 열이 메웁니다.</translation>
    </message>
    <message>
        <source>AWQ, 4 bits</source>
        <translation>AWQ, 4비트</translation>
    </message>
    <message>
        <source>4 bits; looks at questions first, and columns that matter most are rounded the least.</source>
        <translation>4비트입니다. 먼저 질문을 살피고, 가장 중요한 열을 가장 덜 반올림합니다.</translation>
    </message>
    <message>
        <source>Q4_K</source>
        <translation>Q4_K</translation>
    </message>
    <message>
        <source>4 bits in blocks of 256. Other programs read it, too.</source>
        <translation>4비트, 256개씩 묶습니다. 다른 프로그램도 읽습니다.</translation>
    </message>
    <message>
        <source>NF4</source>
        <translation>NF4</translation>
    </message>
    <message>
        <source>16 values that lie where weights usually are.</source>
        <translation>가중치가 흔히 놓이는 자리의 16개 값입니다.</translation>
    </message>
    <message>
        <source>Q4_0</source>
        <translation>Q4_0</translation>
    </message>
    <message>
        <source>4 bits, rounded in blocks of 32. Other programs read it, too.</source>
        <translation>4비트, 32개씩 묶어 반올림합니다. 다른 프로그램도 읽습니다.</translation>
    </message>
    <message>
        <source>Zero point, 4 bits</source>
        <translation>영점, 4비트</translation>
    </message>
    <message>
        <source>4 bits, plainly rounded in groups.</source>
        <translation>4비트, 묶음별로 단순히 반올림합니다.</translation>
    </message>
    <message>
        <source>Absmax, 4 bits</source>
        <translation>절댓값 최대, 4비트</translation>
    </message>
    <message>
        <source>4 bits, plainly rounded in groups around zero.</source>
        <translation>4비트, 묶음별로 0을 중심으로 단순히 반올림합니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SchemeFields</name>
    <message>
        <source>4 bits</source>
        <translation>4비트</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8비트</translation>
    </message>
    <message>
        <source>as many as fit</source>
        <translation>맞는 만큼 크게</translation>
    </message>
    <message>
        <source>32 columns</source>
        <translation>32열</translation>
    </message>
    <message>
        <source>64 columns</source>
        <translation>64열</translation>
    </message>
    <message>
        <source>128 columns</source>
        <translation>128열</translation>
    </message>
    <message>
        <source>largest inputs first</source>
        <translation>큰 입력부터</translation>
    </message>
    <message>
        <source>zero in the middle</source>
        <translation>0을 가운데에</translation>
    </message>
    <message>
        <source>quantize the scales, too</source>
        <translation>배율도 양자화</translation>
    </message>
    <message>
        <source>Scheme</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>Layers and the run</source>
        <translation>층과 실행</translation>
    </message>
    <message>
        <source>Width:</source>
        <translation>폭:</translation>
    </message>
    <message>
        <source>Bits of a weight. 4 bits make the file about half as large as 8 do, and lose more.</source>
        <translation>가중치의 비트 수입니다. 4비트는 8비트의 절반쯤 되는 파일을 만들고 더 잃습니다.</translation>
    </message>
    <message>
        <source>Group:</source>
        <translation>묶음:</translation>
    </message>
    <message>
        <source>Columns that share a scale. Smaller groups lose less and make the file larger; 32 to 128 are usual.</source>
        <translation>배율을 함께 쓰는 열의 수입니다. 작을수록 덜 잃고 파일이 커집니다. 보통 32~128입니다.</translation>
    </message>
    <message>
        <source>Order:</source>
        <translation>순서:</translation>
    </message>
    <message>
        <source>GPTQ begins with the columns that matter most, so that their errors can still be made good. It mostly loses less, and such a model answers more slowly.</source>
        <translation>GPTQ가 가장 중요한 열부터 시작해 그 오차를 메울 수 있게 합니다. 대체로 덜 잃습니다. 대신 답하는 속도가 느려집니다.</translation>
    </message>
    <message>
        <source>Range:</source>
        <translation>범위:</translation>
    </message>
    <message>
        <source>GPTQ with zero in the middle of each group&apos;s range: a little smaller, mostly loses more.</source>
        <translation>GPTQ에서 묶음마다 범위의 가운데를 0으로 둡니다. 조금 더 작고 대체로 더 잃습니다.</translation>
    </message>
    <message>
        <source>Damping:</source>
        <translation>감쇠:</translation>
    </message>
    <message>
        <source>GPTQ adds this share of the mean to the diagonal for the computation to stay stable. 0.01 is usual; with little data more.</source>
        <translation>GPTQ가 계산이 흔들리지 않도록 평균의 이만큼을 대각선에 더합니다. 보통 0.01이며, 데이터가 적으면 늘립니다.</translation>
    </message>
    <message>
        <source>Scales:</source>
        <translation>배율:</translation>
    </message>
    <message>
        <source>NF4 keeps its scales in 8 bits, which saves 0.4 bits a weight and loses hardly anything.</source>
        <translation>NF4가 배율을 8비트로 두어 가중치당 0.4비트를 아끼며, 잃는 것은 거의 없습니다.</translation>
    </message>
    <message>
        <source>Embeddings:</source>
        <translation>임베딩:</translation>
    </message>
    <message>
        <source>Of the table of words. Automatic gives it 6 or 8 bits where the other layers have 4, as it suffers most.</source>
        <translation>낱말 표의 방식입니다. 자동은 다른 층이 4비트일 때 6비트나 8비트를 줍니다. 가장 많이 손상되기 때문입니다.</translation>
    </message>
    <message>
        <source>Head:</source>
        <translation>출력층:</translation>
    </message>
    <message>
        <source>Of the layer that chooses the next word, where it is not the table of words. Automatic gives it 6 or 8 bits where the other layers have 4.</source>
        <translation>다음 낱말을 고르는 층의 방식입니다. 낱말 표와 다를 때만 쓰입니다. 자동은 다른 층이 4비트일 때 6비트나 8비트를 줍니다.</translation>
    </message>
    <message>
        <source>Other layers:</source>
        <translation>다른 층:</translation>
    </message>
    <message>
        <source>Exceptions, with spaces between them: PATTERN=SCHEME. ffn_down=q6_K gives these matrices of all layers another scheme, blk.0=keep leaves the first layer as it is, blk.3.attn_q=gptq:8:32 is GPTQ with 8 bits in groups of 32.</source>
        <translation>예외를 빈칸으로 나누어 PATTERN=SCHEME으로 적습니다. ffn_down=q6_K는 모든 층의 이 행렬에 다른 방식을 주고, blk.0=keep은 첫 층을 그대로 두며, blk.3.attn_q=gptq:8:32는 32열 묶음의 8비트 GPTQ입니다.</translation>
    </message>
    <message>
        <source>Seed:</source>
        <translation>시드:</translation>
    </message>
    <message>
        <source>Which part of long calibration data is taken follows from it: the same seed gives the same file.</source>
        <translation>긴 보정 데이터에서 어느 부분을 쓸지 정합니다. 같은 시드는 같은 파일을 만듭니다.</translation>
    </message>
    <message>
        <source>Threads:</source>
        <translation>스레드:</translation>
    </message>
    <message>
        <source>Processor cores to compute with. All of them is usual; fewer leave room for other work. The file is the same.</source>
        <translation>계산에 쓸 프로세서 코어 수입니다. 보통 모두 쓰며, 줄이면 다른 작업에 여유가 생깁니다. 파일은 같습니다.</translation>
    </message>
    <message>
        <source>%1 (usual)</source>
        <translation>%1 (보통)</translation>
    </message>
    <message>
        <source>all cores</source>
        <translation>모든 코어</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>그대로</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SchemeStep</name>
    <message>
        <source>What for</source>
        <translation>목적</translation>
    </message>
    <message>
        <source>Schemes</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>Smallest</source>
        <translation>가장 작게</translation>
    </message>
    <message>
        <source>The smallest file, whatever it loses.</source>
        <translation>무엇을 잃든 가장 작은 파일.</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>균형 있게</translation>
    </message>
    <message>
        <source>Much smaller, with hardly a loss.</source>
        <translation>크게 줄이면서 거의 잃지 않게.</translation>
    </message>
    <message>
        <source>Closest</source>
        <translation>원본에 가깝게</translation>
    </message>
    <message>
        <source>As near to the original as it gets.</source>
        <translation>원본에 가장 가깝게.</translation>
    </message>
    <message>
        <source>A file size</source>
        <translation>파일 크기</translation>
    </message>
    <message>
        <source>The best that stays within a size.</source>
        <translation>정한 크기 안에서 가장 좋은 것.</translation>
    </message>
    <message>
        <source>A memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>The best that stays within a memory.</source>
        <translation>정한 메모리 안에서 가장 좋은 것.</translation>
    </message>
    <message>
        <source>At most:</source>
        <translation>최대:</translation>
    </message>
    <message>
        <source>Memory at most:</source>
        <translation>메모리 최대:</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SchemesModel</name>
    <message>
        <source>%1 (recommended)</source>
        <translation>%1 (추천)</translation>
    </message>
    <message>
        <source>does not suit this model</source>
        <translation>이 모델에 맞지 않음</translation>
    </message>
    <message>
        <source>%1 (%2%)</source>
        <translation>%1 (%2%)</translation>
    </message>
    <message>
        <source>other programs, too</source>
        <translation>다른 프로그램도</translation>
    </message>
    <message>
        <source>Mureum</source>
        <translation>Mureum</translation>
    </message>
    <message>
        <source>Scheme</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>Mean over all matrices, scales included</source>
        <translation>배율을 포함한 모든 행렬의 평균</translation>
    </message>
    <message>
        <source>Bits a weight</source>
        <translation>가중치당 비트</translation>
    </message>
    <message>
        <source>Size of the file, and its share of the original</source>
        <translation>파일의 크기와 원본에 견준 비율</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Weights, and keys and values of a full context; the program itself comes on top</source>
        <translation>가중치와, 문맥을 가득 채운 키와 값입니다. 프로그램 자체는 별도입니다</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>What is usual; the run measures it for this model</source>
        <translation>흔한 정도입니다. 이 모델에서 어떤지는 실행이 측정합니다</translation>
    </message>
    <message>
        <source>Usual losses</source>
        <translation>흔한 손실</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>읽는 프로그램</translation>
    </message>
</context>
<context>
    <name>mureum::ui::ServerFields</name>
    <message>
        <source>Keep it in the keyring</source>
        <translation>키링에 보관</translation>
    </message>
    <message>
        <source>for this session only</source>
        <translation>이번 세션에만</translation>
    </message>
    <message>
        <source>Server:</source>
        <translation>서버:</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>모델:</translation>
    </message>
    <message>
        <source>Key:</source>
        <translation>키:</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SettingsDialog</name>
    <message>
        <source>Keep the history of questions</source>
        <translation>질문 기록 남기기</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>시스템 설정에 따름</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>the bundled model</source>
        <translation>기본 제공 모델</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>고르기…</translation>
    </message>
    <message>
        <source>all</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>How many answers the model weighs for one question; fewer is faster.</source>
        <translation>질문 하나에 모델이 견주어 보는 답의 수입니다. 적을수록 빠릅니다.</translation>
    </message>
    <message>
        <source> s</source>
        <translation>초</translation>
    </message>
    <message>
        <source>How long a candidate may run while answers are compared.</source>
        <translation>답을 견주는 동안 후보 하나를 실행하는 최대 시간입니다.</translation>
    </message>
    <message>
        <source>Language:</source>
        <translation>언어:</translation>
    </message>
    <message>
        <source>Appearance:</source>
        <translation>모양:</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>모델:</translation>
    </message>
    <message>
        <source>Threads:</source>
        <translation>스레드:</translation>
    </message>
    <message>
        <source>Answers weighed:</source>
        <translation>견주는 답:</translation>
    </message>
    <message>
        <source>Time limit:</source>
        <translation>시간 제한:</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>확인</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>모델 고르기</translation>
    </message>
    <message>
        <source>Models (*.gguf);;All files (*)</source>
        <translation>모델 (*.gguf);;모든 파일 (*)</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SettingsTable</name>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>no</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>Databases</source>
        <translation>데이터베이스 폴더</translation>
    </message>
    <message>
        <source>Questions to judge by</source>
        <translation>판정할 질문</translation>
    </message>
    <message>
        <source>Share to judge by</source>
        <translation>판정할 비율</translation>
    </message>
    <message>
        <source>Questions to generate</source>
        <translation>만들 질문 수</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Verified pairs</source>
        <translation>확인한 질문</translation>
    </message>
    <message>
        <source>Questions asked before</source>
        <translation>전에 물은 질문</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>사전 설정</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>기본 모델</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Tuning</source>
        <translation>튜닝</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>랭크</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>Learning rate at the end</source>
        <translation>마지막 학습률</translation>
    </message>
    <message>
        <source>Warm-up steps</source>
        <translation>준비 단계</translation>
    </message>
    <message>
        <source>Tokens of a batch</source>
        <translation>배치의 토큰</translation>
    </message>
    <message>
        <source>Batches of a step</source>
        <translation>단계당 배치</translation>
    </message>
    <message>
        <source>Steps between evaluations</source>
        <translation>평가 사이 단계</translation>
    </message>
    <message>
        <source>Steps between checkpoints</source>
        <translation>체크포인트 사이 단계</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>기다림</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>스레드</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SqlDiffView</name>
    <message>
        <source>Right answer and prediction</source>
        <translation>정답과 예측</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SqlPane</name>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Run this SQL (Ctrl+Enter)</source>
        <translation>이 SQL 실행 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy the SQL</source>
        <translation>SQL 복사</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>What the model saw (Ctrl+I)</source>
        <translation>모델이 본 내용 (Ctrl+I)</translation>
    </message>
    <message>
        <source>Did you mean</source>
        <translation>이런 뜻이었나요</translation>
    </message>
    <message>
        <source>SQL</source>
        <translation>SQL</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n행</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::StartPage</name>
    <message>
        <source>batches of %1 tokens</source>
        <translation>배치당 %1토큰</translation>
    </message>
    <message>
        <source>%1 batches in a step</source>
        <translation>스텝당 배치 %1개</translation>
    </message>
    <message>
        <source>activations are computed twice</source>
        <translation>활성값을 두 번 계산</translation>
    </message>
    <message>
        <source>the model is kept in 4 bit</source>
        <translation>모델을 4비트로 둠</translation>
    </message>
    <message>
        <source>moments are kept on the disk</source>
        <translation>모멘트를 디스크에 둠</translation>
    </message>
    <message>
        <source>Apply the proposal</source>
        <translation>제안 적용</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>이름:</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Time:</source>
        <translation>시간:</translation>
    </message>
    <message>
        <source>Trained:</source>
        <translation>학습 대상:</translation>
    </message>
    <message>
        <source>The command that runs:</source>
        <translation>실행할 명령:</translation>
    </message>
    <message>
        <source>trained weights</source>
        <translation>학습 가중치</translation>
    </message>
    <message>
        <source>frozen weights</source>
        <translation>고정 가중치</translation>
    </message>
    <message>
        <source>gradients</source>
        <translation>기울기</translation>
    </message>
    <message>
        <source>moments</source>
        <translation>모멘트</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>활성값</translation>
    </message>
    <message>
        <source>answers (KV)</source>
        <translation>답 (KV)</translation>
    </message>
    <message>
        <source>program</source>
        <translation>프로그램</translation>
    </message>
    <message>
        <source>free %1</source>
        <translation>남음 %1</translation>
    </message>
    <message>
        <source>%1 are needed, %2 are free: it fits.</source>
        <translation>%1 필요, %2 남음: 들어갑니다.</translation>
    </message>
    <message>
        <source>%1 are needed, only %2 are free: it does not fit.</source>
        <translation>%1 필요, %2만 남음: 들어가지 않습니다.</translation>
    </message>
    <message>
        <source>%1 more go to the disk.</source>
        <translation>디스크에 %1 더 씁니다.</translation>
    </message>
    <message>
        <source>With these changes it needs %1:</source>
        <translation>이렇게 바꾸면 %1 필요:</translation>
    </message>
    <message>
        <source>about %1: %2 of %3 tokens, %4 tokens/s</source>
        <translation>약 %1: %3토큰씩 %2, 초당 %4토큰</translation>
    </message>
    <message numerus="yes">
        <source>%Ln step(s)</source>
        <translation>
            <numerusform>%Ln스텝</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 parameters; the model has %2 (%3%)</source>
        <translation>파라미터 %1개, 모델은 %2개 (%3%)</translation>
    </message>
</context>
<context>
    <name>mureum::ui::SummaryStep</name>
    <message>
        <source>Name:</source>
        <translation>이름:</translation>
    </message>
    <message>
        <source>What will be done</source>
        <translation>할 일</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>모델:</translation>
    </message>
    <message>
        <source>Scheme:</source>
        <translation>방식:</translation>
    </message>
    <message>
        <source>File:</source>
        <translation>파일:</translation>
    </message>
    <message>
        <source>Memory:</source>
        <translation>메모리:</translation>
    </message>
    <message>
        <source>Calibrated with:</source>
        <translation>보정:</translation>
    </message>
    <message>
        <source>Measured by:</source>
        <translation>측정:</translation>
    </message>
    <message>
        <source>The original is not touched. It may be stopped at any time and goes on where it was.</source>
        <translation>원본은 건드리지 않습니다. 언제든 멈출 수 있고 멈춘 곳부터 이어집니다.</translation>
    </message>
    <message>
        <source>The command that runs:</source>
        <translation>실행되는 명령:</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 instead of %2, %3 bits a weight</source>
        <translation>%2 대신 %1, 가중치당 %3비트</translation>
    </message>
    <message>
        <source>%1 instead of %2</source>
        <translation>%2 대신 %1</translation>
    </message>
    <message>
        <source>nothing: it is not needed</source>
        <translation>없음: 필요하지 않음</translation>
    </message>
    <message>
        <source>sample questions</source>
        <translation>예시 질문</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>%1, and the text %2</source>
        <translation>%1, 그리고 텍스트 %2</translation>
    </message>
</context>
<context>
    <name>mureum::ui::TrainingCompare</name>
    <message>
        <source>Only differences</source>
        <translation>다른 것만</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>학습 목록</translation>
    </message>
    <message>
        <source>Back to the list of runs (Alt+Left)</source>
        <translation>학습 목록으로 (Alt+왼쪽)</translation>
    </message>
    <message>
        <source>Trainings compared</source>
        <translation>학습 비교</translation>
    </message>
    <message>
        <source>EX before</source>
        <translation>이전 EX</translation>
    </message>
    <message>
        <source>EX after</source>
        <translation>이후 EX</translation>
    </message>
</context>
<context>
    <name>mureum::ui::TrainingInfo</name>
    <message>
        <source>preparing the questions</source>
        <translation>질문 준비 중</translation>
    </message>
    <message>
        <source>measuring before</source>
        <translation>이전 측정 중</translation>
    </message>
    <message>
        <source>drawing answers</source>
        <translation>답을 뽑는 중</translation>
    </message>
    <message>
        <source>training</source>
        <translation>학습 중</translation>
    </message>
    <message>
        <source>measuring after</source>
        <translation>이후 측정 중</translation>
    </message>
    <message>
        <source>%1, %2 of %3</source>
        <translation>%1, %3 중 %2</translation>
    </message>
    <message>
        <source>preferences (DPO)</source>
        <translation>선호 (DPO)</translation>
    </message>
    <message>
        <source>own right answers</source>
        <translation>스스로 낸 정답</translation>
    </message>
    <message>
        <source>from a teacher</source>
        <translation>교사 모델에게서</translation>
    </message>
    <message>
        <source>right answers</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>(whole model)</source>
        <translation>(모델 전체)</translation>
    </message>
</context>
<context>
    <name>mureum::ui::TrainingPage</name>
    <message>
        <source>Runs</source>
        <translation>학습 목록</translation>
    </message>
    <message>
        <source>Adapters</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>Open a run directory</source>
        <translation>학습 폴더 열기</translation>
    </message>
    <message>
        <source>%1 holds no training. Choose a folder that mureum-cli finetune or adapt filled.</source>
        <translation>%1에 학습이 없습니다. mureum-cli finetune이나 adapt가 채운 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Delete runs</source>
        <translation>학습 삭제</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n training(s)? %1</source>
        <translation>
            <numerusform>학습 %n개를 삭제할까요? %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The adapters they made are deleted with them.</source>
        <translation>그 학습이 만든 어댑터도 함께 삭제됩니다.</translation>
    </message>
    <message>
        <source>Runs that lie elsewhere are only taken off the list; their files stay.</source>
        <translation>다른 곳에 있는 학습은 목록에서만 빠지고 파일은 남습니다.</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
</context>
<context>
    <name>mureum::ui::TrainingView</name>
    <message>
        <source>Runs</source>
        <translation>학습 목록</translation>
    </message>
    <message>
        <source>Back to the list of runs (Alt+Left)</source>
        <translation>학습 목록으로 (Alt+왼쪽)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Write a checkpoint and end the process; Resume goes on from there</source>
        <translation>체크포인트를 쓰고 프로세스를 끝냅니다. 이어서 하기로 계속합니다</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>이어서 하기</translation>
    </message>
    <message>
        <source>Go on where it stopped</source>
        <translation>멈춘 곳에서 계속합니다</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>바로 끝내기</translation>
    </message>
    <message>
        <source>End the process at once. What came after its last checkpoint is done again when it is resumed.</source>
        <translation>프로세스를 바로 끝냅니다. 마지막 체크포인트 뒤의 단계는 이어서 할 때 다시 합니다.</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>Answers during the training</source>
        <translation>학습 중의 답</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행률</translation>
    </message>
    <message>
        <source>New run with these settings…</source>
        <translation>이 설정으로 새 학습…</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>명령으로 복사</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Compare the answers</source>
        <translation>답 비교</translation>
    </message>
    <message>
        <source>Which validation questions it answers better or worse than before</source>
        <translation>어떤 검증 질문에 전보다 잘 답하고 못 답하는지 봅니다</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>곡선</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>답</translation>
    </message>
    <message>
        <source>%1 of training left</source>
        <translation>학습 %1 남음</translation>
    </message>
    <message>
        <source>best EX %1 at step %2</source>
        <translation>가장 높은 EX %1 (단계 %2)</translation>
    </message>
    <message>
        <source>EX before %1  →  after %2</source>
        <translation>EX 이전 %1  →  이후 %2</translation>
    </message>
    <message>
        <source>EX before %1</source>
        <translation>EX 이전 %1</translation>
    </message>
    <message>
        <source>On validation questions that were not learned; in parentheses the 95% interval</source>
        <translation>배우지 않은 검증 질문에서. 괄호 안은 95% 신뢰 구간</translation>
    </message>
</context>
<context>
    <name>mureum::ui::TrainingWizard</name>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>New training</source>
        <translation>새 학습</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>기본 모델</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Adapted to %1</source>
        <translation>%1에 맞춤</translation>
    </message>
    <message>
        <source>Trained on %1</source>
        <translation>%1(으)로 학습</translation>
    </message>
    <message>
        <source>This mureum-cli cannot say beforehand what a training takes.</source>
        <translation>이 mureum-cli는 학습에 무엇이 드는지 미리 알려 주지 못합니다.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) are left out; the first step says why.</source>
        <translation>
            <numerusform>질문 %Ln개가 제외됩니다. 까닭은 첫 단계에 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no questions to judge by: nothing is measured, and the last step is kept.</source>
        <translation>평가용 질문이 없습니다. 측정하지 않고 마지막 스텝의 결과를 남깁니다.</translation>
    </message>
    <message>
        <source>It does not fit into the free memory; the last step has a proposal.</source>
        <translation>남은 메모리에 들어가지 않습니다. 마지막 단계에 제안이 있습니다.</translation>
    </message>
    <message>
        <source>It does not fit into the free memory.</source>
        <translation>남은 메모리에 들어가지 않습니다.</translation>
    </message>
    <message>
        <source>Looking at the data, the model and this computer…</source>
        <translation>데이터와 모델, 이 컴퓨터를 살펴보는 중…</translation>
    </message>
    <message>
        <source>%1 to learn, %2, about %3, %4 of memory</source>
        <translation>%1 학습, %2, 약 %3, 메모리 %4</translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s)</source>
        <translation>
            <numerusform>질문 %Ln개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln step(s)</source>
        <translation>
            <numerusform>%Ln스텝</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::TrainingsModel</name>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>Learned from</source>
        <translation>배운 데이터</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>EX before</source>
        <translation>이전 EX</translation>
    </message>
    <message>
        <source>EX after</source>
        <translation>이후 EX</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>날짜</translation>
    </message>
    <message>
        <source>Share of validation questions that the model alone answers with the right rows</source>
        <translation>모델만으로 올바른 행을 낸 검증 질문의 비율</translation>
    </message>
    <message>
        <source>The same, with what was learned. These questions were kept out of the training.</source>
        <translation>배운 뒤의 같은 비율. 이 질문들은 학습에서 뺐습니다.</translation>
    </message>
</context>
<context>
    <name>mureum::ui::TrainingsView</name>
    <message>
        <source>New training…</source>
        <translation>새 학습…</translation>
    </message>
    <message>
        <source>Train the model on a database or on your own questions (Ctrl+N)</source>
        <translation>데이터베이스나 내 질문으로 모델을 학습합니다 (Ctrl+N)</translation>
    </message>
    <message>
        <source>Show a run directory that lies elsewhere</source>
        <translation>다른 곳에 있는 학습 폴더를 보여 줍니다</translation>
    </message>
    <message>
        <source>Write a checkpoint and stop; it can be resumed</source>
        <translation>체크포인트를 쓰고 멈춥니다. 이어서 할 수 있습니다</translation>
    </message>
    <message>
        <source>Make the model good at your database</source>
        <translation>모델이 내 데이터베이스를 잘 다루게 하세요</translation>
    </message>
    <message>
        <source>The model learns from questions about one database, on this machine: thousands that are made up from its tables and values, and those you have verified. Before and after, it answers questions it has not seen; what it gained is shown with its uncertainty. The database is only read, and nothing leaves this machine.</source>
        <translation>모델이 이 컴퓨터에서 한 데이터베이스에 관한 질문으로 배웁니다. 테이블과 값에서 만든 수천 개의 질문과 직접 확인한 질문을 씁니다. 배우기 전과 후에 본 적 없는 질문에 답하게 하고, 얼마나 나아졌는지 불확실성과 함께 보여 줍니다. 데이터베이스는 읽기만 하고, 아무것도 이 컴퓨터 밖으로 나가지 않습니다.</translation>
    </message>
    <message>
        <source>Adapt to a database…</source>
        <translation>데이터베이스에 맞추기…</translation>
    </message>
    <message>
        <source>New run with these settings…</source>
        <translation>이 설정으로 새 학습…</translation>
    </message>
</context>
<context>
    <name>mureum::ui::VerifiedPairs</name>
    <message>
        <source>%1 is in use by another window. Nothing was saved; try again</source>
        <translation>%1 파일을 다른 창이 쓰고 있습니다. 저장하지 않았습니다. 다시 시도하세요</translation>
    </message>
    <message>
        <source>%1 cannot be read. Nothing was saved</source>
        <translation>%1 파일을 읽을 수 없습니다. 저장하지 않았습니다</translation>
    </message>
</context>
</TS>
